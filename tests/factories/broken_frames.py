"""Defects of the frame: leader, directory, terminators, fixed fields, cuts."""

import random

from tests.factories.broken import FIELD_END, LEADER, RECORD_END, Broken, assembled, defect, draft, good


@defect("clean")
def clean(choice: random.Random) -> Broken:
    one = good(choice)
    return Broken("", draft(one).raw(), one, clean=True)


@defect("leader a byte short")
def leader_short(choice: random.Random) -> Broken:
    one = good(choice)
    raw, at = draft(one).raw(), choice.randrange(24)
    return Broken("", raw[:at] + raw[at + 1 :], one)


@defect("leader a byte long")
def leader_long(choice: random.Random) -> Broken:
    one = good(choice)
    raw, at = draft(one).raw(), choice.randrange(25)
    return Broken("", raw[:at] + choice.choice([b" ", b"0", b"a", b"\x00"]) + raw[at:], one)


@defect("leader of nonsense")
def leader_nonsense(choice: random.Random) -> Broken:
    one = good(choice)
    raw = draft(one).raw()
    junk = choice.choice([
        b" " * 24, b"x" * 24, b"0" * 24, b"#" * 24, bytes(choice.choices(range(0x21, 0x7F), k=24)),
        bytes(choice.choices(range(0x80, 0x100), k=24)),
    ])  # fmt: skip
    return Broken("", junk + raw[24:], one)


@defect("lengths of characters, no flag")
def character_lengths(choice: random.Random) -> Broken:
    one = draft(good(choice))
    one.lengths, one.flag = (lambda text, body: len(text)), " "
    return Broken("", one.raw(), one.good)


@defect("lengths of another encoding")
def other_lengths(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    one.encoding, one.flag = choice.choice(["cp874", "tis-620", "iso8859-11"]), "a"
    one.lengths = lambda text, body: len(text.encode())
    return Broken("", one.raw(), one.good)


@defect("lengths of chance")
def chance_lengths(choice: random.Random) -> Broken:
    one = draft(good(choice))
    one.lengths = lambda text, body: choice.randrange(1, 2000)
    return Broken("", one.raw(), one.good)


@defect("lengths all zero")
def no_lengths(choice: random.Random) -> Broken:
    one = good(choice)
    bodies = draft(one).bodies()
    raw = assembled(bodies, leader=LEADER.format(flag="a", tail=" a "), entry="{tag}000000000")
    return Broken("", b"00000" + raw[5:], one)


@defect("lengths of five digits")
def five_digits(choice: random.Random) -> Broken:
    one = draft(good(choice))
    one.fields.append(("520", "  \x1fa" + "x" * choice.randint(10_100, 30_000)))
    one.fields.append(("655", " 7\x1faผ้า"))
    entry = choice.choice(["{tag}{length:04}{start:05}", "{tag}{length:05}{start:05}"])
    raw = assembled(one.bodies(), leader=LEADER.format(flag="a", tail=" a "), entry=entry)
    return Broken("", raw, one.good)


@defect("lengths beyond four digits, cut to four")
def overflown(choice: random.Random) -> Broken:
    one = draft(good(choice))
    one.fields.insert(choice.randrange(3, 9), ("520", "  \x1fa" + "ก" * choice.randint(4_000, 40_000)))
    bodies = [(tag, body, length) for tag, body, length in one.bodies()]
    directory, start = "", 0
    for tag, _, length in bodies:
        directory += f"{tag}{min(length, 9999):04}{start % 100_000:05}"
        start += length
    head = f"99999nam a22{24 + len(directory) + 1:05} a 4500{directory}"
    return Broken("", head.encode() + FIELD_END + b"".join(body for _, body, _ in bodies) + RECORD_END, one.good)


@defect("directory in another order than the fields")
def other_order(choice: random.Random) -> Broken:
    one = good(choice)
    raw = draft(one).raw()
    end = raw.index(FIELD_END)
    entries = [raw[at : at + 12] for at in range(24, end, 12)]
    choice.shuffle(entries)
    return Broken("", raw[:24] + b"".join(entries) + raw[end:], one, clean=True)


@defect("field end inside a field")
def extra_end(choice: random.Random) -> Broken:
    one = draft(good(choice))
    at = choice.randrange(4, len(one.fields))
    bodies = one.bodies()
    tag, body, length = bodies[at]
    cut = choice.randrange(6, len(body) - 1)
    while body[cut] & 0xC0 == 0x80:
        cut += 1
    bodies[at] = (tag, body[:cut] + FIELD_END + body[cut:], length + 1)
    raw = assembled(bodies, leader=LEADER.format(flag="a", tail=" a "))
    return Broken("", raw, one.good, mendable=tag != "245")


@defect("field end missing")
def lost_end(choice: random.Random) -> Broken:
    one = draft(good(choice))
    at = choice.randrange(3, len(one.fields) - 1)
    bodies = one.bodies()
    tag, body, length = bodies[at]
    bodies[at] = (tag, body[:-1], length)
    raw = assembled(bodies, leader=LEADER.format(flag="a", tail=" a "))
    return Broken("", raw, one.good, mendable=tag != "245" and bodies[at + 1][0] not in ("245", "260"))


@defect("a hole in the middle of the file")
def hole(choice: random.Random) -> Broken:
    one, other = good(choice), good(choice)
    first, second = draft(one).raw(), draft(other).raw()
    raw = first[: choice.randrange(200, len(first))] + second[choice.randrange(60, len(second) - 3) :]
    return Broken("", raw, one, mendable=False)


@defect("a file that ends in a record")
def cut_short(choice: random.Random) -> Broken:
    one = good(choice)
    raw = draft(one).raw()
    at = choice.randrange(30, len(raw) - 1)
    title = draft(one).bodies()[5][1]
    whole = raw.index(title) + len(title) <= at
    return Broken("", raw[:at], one, mendable=whole)


@defect("no record end at the end of the file")
def no_end(choice: random.Random) -> Broken:
    one = good(choice)
    return Broken("", draft(one).raw()[:-1], one)


@defect("two records with no end between them")
def run_together(choice: random.Random) -> Broken:
    one, other = good(choice), good(choice)
    first = draft(one).raw()
    title = draft(one).bodies()[5][1]
    least = first.index(title) + len(title)
    at = choice.choice([len(first) - 1, choice.randrange(least, len(first) - 1)])
    return Broken("", first[:at] + draft(other).raw(), one, after=other)


@defect("008 slipped to the right")
def fixed_right(choice: random.Random) -> Broken:
    one = draft(good(choice))
    moved = " " + one.good.fixed
    one.fields[2] = ("008", choice.choice([moved, moved[:40]]))
    return Broken("", one.raw(), one.good)


@defect("008 slipped to the left")
def fixed_left(choice: random.Random) -> Broken:
    one = draft(good(choice))
    moved = one.good.fixed[1:]
    one.fields[2] = ("008", choice.choice([moved, moved + " "]))
    return Broken("", one.raw(), one.good)


@defect("008 slipped from some place on")
def fixed_partly(choice: random.Random) -> Broken:
    one = draft(good(choice))
    fixed, at = one.good.fixed, choice.randrange(1, 35)
    if choice.random() < 0.5:
        moved = fixed[:at] + " " + fixed[at:]
    else:
        at = choice.choice([place for place in range(11, 35) if fixed[place] == " "])
        moved = fixed[:at] + fixed[at + 1 :]
    one.fields[2] = ("008", choice.choice([moved, moved[:40].ljust(40)]))
    return Broken("", one.raw(), one.good)


@defect("008 slipped, lengths of characters, no flag")
def fixed_and_lengths(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    one.fields[2] = ("008", (" " + one.good.fixed)[: choice.choice([40, 41])])
    one.lengths, one.flag = (lambda text, body: len(text)), " "
    return Broken("", one.raw(), one.good)


@defect("leader short, old Thai bytes, 008 slipped")
def several(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    one.fields[2] = ("008", (" " + one.good.fixed)[:40])
    one.encoding, one.flag = "cp874", choice.choice("a ")
    one.lengths = lambda text, body: len(text.encode())
    raw, at = one.raw(), choice.randrange(24)
    return Broken("", raw[:at] + raw[at + 1 :], one.good)
