"""What backup and restore refuse, each with the next step."""

from rianru.kernel.refusals import Refused
from rianru.kernel.words import T


class ProgramsMissing(Refused):
    """No pg_dump or pg_restore here fits the server."""

    code = "config.programs_missing"
    says = T(
        "ไม่มี {program} ที่เข้ากับ PostgreSQL {major} ติดตั้งแพ็กเกจ postgresql-client-{major} แล้วสั่งใหม่",
        "There is no {program} here that fits PostgreSQL {major}. Install postgresql-client-{major}, then try again.",
    )


class ProgramFailed(Refused):
    """pg_dump or pg_restore ended with an error."""

    code = "config.backup_program_failed"
    says = T("{program} ทำไม่สำเร็จ: {reason}", "{program} did not succeed: {reason}")
    status = 500


class BackupNoSpace(Refused):
    """The disk cannot hold what is to be written."""

    code = "config.backup_no_space"
    says = T(
        "ที่ว่างของ {path} มี {free_mb:,} MB ต้องการ {needed_mb:,} MB ยังไม่ได้เขียนอะไร เพิ่มที่ว่างหรือเลือกดิสก์อื่น แล้วสั่งใหม่",
        "{path} has {free_mb:,} MB free and {needed_mb:,} MB are needed. Nothing was written. "
        "Make room or choose another disk, then try again.",
    )
    status = 507


class BackupInside(Refused):
    """The archive would lie among what it keeps."""

    code = "config.backup_inside"
    says = T(
        "{path} อยู่ในโฟลเดอร์ข้อมูล {var} เลือกที่เก็บนอกโฟลเดอร์นี้ ควรเป็นดิสก์หรือเครื่องอื่น",
        "{path} lies inside the data folder {var}. Choose a place outside, best on another disk or machine.",
    )


class BackupBusy(Refused):
    """Another backup writes to the same folder."""

    code = "config.backup_busy"
    says = T(
        "มีการสำรองข้อมูลอีกงานเขียนที่ {path} อยู่ รอให้เสร็จแล้วสั่งใหม่",
        "Another backup is writing to {path}. Wait for it to finish, then try again.",
    )


class BackupUnsound(Refused):
    """What was written, read back, is not what the database held at the moment of the snapshot."""

    code = "config.backup_unsound"
    says = T(
        "ข้อมูลสำรองไม่ตรงกับฐานข้อมูล ({where}) จึงลบทิ้งแล้ว ตรวจดิสก์ แล้วสั่งใหม่",
        "The backup is not what the database held ({where}), so it was thrown away. Check the disk, then try again.",
    )
    status = 500


class NotAnArchive(Refused):
    """The folder is no whole archive."""

    code = "config.not_an_archive"
    says = T(
        "{path} ไม่ใช่ข้อมูลสำรองที่ครบถ้วน ({reason}) เลือกโฟลเดอร์ rianru-… ที่สำรองเสร็จแล้ว",
        "{path} is no whole backup ({reason}). Choose a folder rianru-… of a backup that finished.",
    )
    status = 400


class ArchiveAltered(Refused):
    """A byte is not what it was when the archive was written."""

    code = "config.archive_altered"
    says = T(
        "ข้อมูลสำรองถูกแก้หรือเสียหาย: {where} ยังไม่ได้กู้คืนอะไร ใช้ข้อมูลสำรองชุดอื่น",
        "The backup was altered or is damaged: {where}. Nothing was restored. Use another backup.",
    )
    status = 409


class ArchiveNewer(Refused):
    """The archive was written by a release after this one, or by a newer PostgreSQL."""

    code = "config.archive_newer"
    says = T(
        "ข้อมูลสำรองมาจากรุ่นใหม่กว่า ({what}) ติดตั้งรุ่นนั้นหรือใหม่กว่า แล้วสั่งใหม่",
        "The backup is from something newer ({what}). Install that or a newer one, then try again.",
    )
    status = 409


class TargetNotEmpty(Refused):
    """There is something already where the archive is to go."""

    code = "config.target_not_empty"
    says = T(
        "ที่ที่จะกู้คืนไม่ว่าง: {what} ใช้ฐานข้อมูลใหม่และ RIANRU_VAR ใหม่ ไม่มีอะไรถูกแตะต้อง",
        "The place to restore to is not empty: {what}. Use a new database and a new RIANRU_VAR. Nothing was touched.",
    )
    status = 409


class RestoreUnsound(Refused):
    """After restoring, something is not what the manifest says."""

    code = "config.restore_unsound"
    says = T(
        "กู้คืนแล้วไม่ตรงกับข้อมูลสำรอง: {where} อย่าเปิดใช้ เริ่มใหม่ด้วยฐานข้อมูลและโฟลเดอร์ว่าง",
        "What was restored differs from the backup: {where}. Do not use it; "
        "begin again with an empty database and folder.",
    )
    status = 500


class RestoreUnfinished(Refused):
    """A restore was cut off; nothing else may begin before it is finished."""

    code = "config.restore_unfinished"
    says = T(
        "การกู้คืนจาก {path} ยังไม่เสร็จ สั่ง rianru restore {path} ซ้ำ จะทำต่อจากที่ค้าง",
        "The restore from {path} was not finished. Run rianru restore {path} again; it goes on where it stopped.",
    )
    status = 409
