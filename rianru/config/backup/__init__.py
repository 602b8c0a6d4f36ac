"""`rianru backup` and `rianru restore`: the database at one moment, the files, the seals; the keys apart from them.

An archive is a folder. It is written under another name and renamed when it is whole and has been read back:

    rianru-20261121T114000Z/
        manifest.json, manifest.json.sha256     versions, migrations, rows and sum of every table
        SHA256SUMS                              of every other file; `sha256sum -c SHA256SUMS` reads it too
        database.dump                           pg_dump's custom format, of one exported snapshot
        media/…, seals/facts.jsonl
"""
