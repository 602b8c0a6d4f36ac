"""What the command, the embedded server and the settings refuse, each with the next step in Thai and English."""

from rianru.kernel.keyfiles import KeyUnreadable
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

__all__ = ["KeyUnreadable"]  # raised from here too; the others are below


class NoSpace(Refused):
    """The disk is full, or nearly."""

    code = "config.no_space"
    says = T(
        "ที่ว่างบนดิสก์ของ {path} เหลือ {free_mb} MB ต้องมีอย่างน้อย {needed_mb} MB "
        "ลบไฟล์ที่ไม่ใช้หรือย้าย RIANRU_VAR ไปดิสก์ที่ว่างกว่า แล้วสั่งใหม่",
        "The disk of {path} has {free_mb} MB free and {needed_mb} MB are needed. "
        "Remove what is not used, or point RIANRU_VAR at a larger disk, then try again.",
    )
    status = 507


class PortTaken(Refused):
    """Another program listens on the address."""

    code = "config.port_taken"
    says = T(
        "พอร์ต {port} ที่ {host} มีโปรแกรมอื่นใช้อยู่ ปิดโปรแกรมนั้น หรือเลือกพอร์ตอื่น เช่น --port {other}",
        "Port {port} on {host} is taken by another program. Stop that program, or choose another: --port {other}",
    )


class AddressRefused(Refused):
    """The system does not let us listen there."""

    code = "config.address_refused"
    says = T(
        "เปิดรับที่ {host} พอร์ต {port} ไม่ได้ ({reason}) ลอง --host 127.0.0.1 และ --port 8000",
        "It is not possible to listen on {host} port {port} ({reason}). Try --host 127.0.0.1 and --port 8000.",
    )


class DatabaseDown(Refused):
    """The database named by DATABASE_URL does not answer."""

    code = "config.database_down"
    says = T(
        "ฐานข้อมูลไม่ตอบ ({reason}) ตรวจว่าเซิร์ฟเวอร์เปิดอยู่และ DATABASE_URL ถูกต้อง แล้วสั่ง rianru doctor",
        "The database does not answer ({reason}). Check that its server runs and that DATABASE_URL is right, "
        "then run rianru doctor.",
    )
    status = 503


class DatabaseNotRunning(Refused):
    """Nobody runs the embedded server."""

    code = "config.database_not_running"
    says = T(
        "ฐานข้อมูลในตัวยังไม่เปิด เปิดหน้าต่างอีกบาน สั่ง rianru run แล้วสั่งคำสั่งนี้ใหม่ (หรือกำหนด DATABASE_URL)",
        "The embedded database is not running. In another window start it with: rianru run — then repeat this command "
        "(or set DATABASE_URL).",
    )
    status = 503


class DatabaseTooOld(Refused):
    """PostgreSQL before 15."""

    code = "config.database_too_old"
    says = T(
        "ฐานข้อมูลเป็น PostgreSQL {version} ต้องใช้รุ่น 15 ขึ้นไป",
        "The database is PostgreSQL {version}; version 15 or newer is needed.",
    )


class DatabaseWouldNotStart(Refused):
    """The embedded server ended while starting."""

    code = "config.database_would_not_start"
    says = T(
        "ฐานข้อมูลในตัวเปิดไม่ขึ้น: {reason} ดูรายละเอียดที่ {log} แล้วสั่ง rianru run ใหม่",
        "The embedded database did not start: {reason} The details are in {log}; then try rianru run again.",
    )
    status = 503


class ServerOwned(Refused):
    """Another `rianru run` is alive with the same var folder."""

    code = "config.server_owned"
    says = T(
        "rianru run อีกตัว (หมายเลขโปรเซส {pid}) ใช้ {var} อยู่แล้ว ใช้ตัวนั้นต่อ หรือปิดด้วย Ctrl-C ก่อน "
        "หรือแยกข้อมูลด้วย RIANRU_VAR",
        "Another rianru run (process {pid}) already uses {var}. Go on with that one, stop it with Ctrl-C first, "
        "or keep a second set of data with RIANRU_VAR.",
    )


class ClusterDamaged(Refused):
    """The data folder is there but is not a whole cluster. It is never deleted."""

    code = "config.cluster_damaged"
    says = T(
        "โฟลเดอร์ข้อมูล {path} ไม่ครบ ({reason}) จึงไม่แตะต้อง กู้คืนจากข้อมูลสำรอง หรือย้ายโฟลเดอร์นี้ออกไปเพื่อเริ่มใหม่",
        "The data folder {path} is not whole ({reason}) and is left as it is. Restore it from a backup, "
        "or move it away to start empty.",
    )


class ClusterVersion(Refused):
    """The data were written by a PostgreSQL that this installation does not carry."""

    code = "config.cluster_version"
    says = T(
        "ข้อมูลใน {path} เป็นของ PostgreSQL {major} แต่ชุดติดตั้งนี้มีรุ่น {carried} "
        "ติดตั้งรุ่นก่อนหน้า สำรองข้อมูล แล้วกู้คืนในรุ่นนี้",
        "The data in {path} belong to PostgreSQL {major}; this installation carries {carried}. "
        "Install the earlier release, make a backup, and restore it here.",
    )


class DataUnreachable(Refused):
    """The data exist, but their owner cannot reach the folder any more."""

    code = "config.data_unreachable"
    says = T(
        "ผู้ใช้ระบบ {user} เข้าไม่ถึงข้อมูลใน {path} เปิดทางเข้าโฟลเดอร์แม่เหมือนเดิม หรือสั่งด้วยผู้ใช้ที่เป็นเจ้าของข้อมูล",
        "The system user {user} cannot reach the data in {path}. Open the way through its parent folders as before, "
        "or run this as the user who owns the data.",
    )


class DataLeftBehind(Refused):
    """The var folder was moved or copied, and its data lie elsewhere under the old name."""

    code = "config.data_left_behind"
    says = T(
        "{var} เคยอยู่ที่ {before} และข้อมูลยังอยู่ที่ {path} ย้ายข้อมูลมาก่อน: mv {path} {target} "
        "หรือถ้าตั้งใจเริ่มใหม่ ให้ลบ {note}",
        "{var} used to be {before}, and its data are still in {path}. Bring them along first: mv {path} {target} "
        "— or, to start empty on purpose, delete {note}.",
    )


class RunAsUnknown(Refused):
    """As root there is no unprivileged user to run PostgreSQL as."""

    code = "config.run_as_unknown"
    says = T(
        "PostgreSQL ไม่ทำงานในนาม root และใช้ผู้ใช้ {user} ไม่ได้ สร้างผู้ใช้ด้วย useradd --system rianru "
        "หรือกำหนด RIANRU_RUN_AS เป็นผู้ใช้ที่มีอยู่",
        "PostgreSQL does not run as root, and the user {user} cannot be used. Create one with "
        "useradd --system rianru, or name an existing one in RIANRU_RUN_AS.",
    )


class VarNotWritable(Refused):
    """Nothing can be written under var."""

    code = "config.var_not_writable"
    says = T(
        "เขียนในโฟลเดอร์ {path} ไม่ได้ ({reason}) แก้สิทธิ์ของโฟลเดอร์ หรือกำหนด RIANRU_VAR เป็นที่ที่เขียนได้",
        "The folder {path} cannot be written ({reason}). Mend its permissions, or set RIANRU_VAR to one that can be.",
    )


class HalfInstalled(Refused):
    """A package that the platform needs is not there."""

    code = "config.half_installed"
    says = T(
        "ติดตั้งยังไม่ครบ: ไม่พบ {package} สั่ง sh scripts/setup.sh เพื่อติดตั้งให้ครบ",
        "The installation is not complete: {package} is missing. Run sh scripts/setup.sh to complete it.",
    )


class MigrationsMissing(Refused):
    """The schema is older than the program."""

    code = "config.migrations_missing"
    says = T(
        "ฐานข้อมูลยังไม่ได้ปรับโครงสร้าง {count} ขั้น (เริ่มที่ {first}) สั่ง rianru migrate ก่อน",
        "The database lacks {count} {count:migration|migrations} (first {first}). Run rianru migrate first.",
    )


class SetupFailed(Refused):
    """Preparing the database or the demo did not finish."""

    code = "config.setup_failed"
    says = T(
        "เตรียมระบบไม่สำเร็จ: {reason} ดูรายละเอียดที่ {log} แก้แล้วสั่ง rianru run ใหม่ งานที่เสร็จแล้วจะไม่ทำซ้ำ",
        "Preparing did not succeed: {reason} The details are in {log}. Mend it and run again; "
        "what is done is not done twice.",
    )


class CommandUnknown(Refused):
    """No command of that name."""

    code = "config.command_unknown"
    says = T(
        "ไม่มีคำสั่ง {name} ดูรายการด้วย rianru --help",
        "There is no command {name}. See rianru --help.",
    )
    status = 400


class DoctorFound(Refused):
    """`doctor` found something to mend; a summary after its lines."""

    code = "config.doctor_found"
    says = T("พบ {count} ข้อที่ต้องแก้ ทำตามบรรทัดที่มี ✗", "{count} {count:thing|things} to mend: see the lines with ✗.")
