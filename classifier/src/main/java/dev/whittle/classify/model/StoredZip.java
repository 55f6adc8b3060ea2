package dev.whittle.classify.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The structure of a ZIP archive of uncompressed entries (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16) that
 * depends only on names, sizes and checksums of the entries: no times, no attributes, no extra fields, no comment. So a
 * reader can check every byte. The JDK's ZIP writer is not used, since its fields differ between releases.
 */
final class StoredZip {
    /** Bytes before the data of an entry, without its name. */
    static final int LOCAL_HEADER = 30;

    private static final int CENTRAL_HEADER = 46;
    private static final int END = 22;
    /** The largest size without ZIP64, which is not supported. */
    static final long MAX_LENGTH = 0xFFFF_FFFEL;

    static final int MAX_ENTRIES = 0xFFFE;
    /** 1 January 1980 at midnight, the earliest time in ZIP. */
    private static final int DATE = 1 << 5 | 1;

    private final List<Entry> entries = new ArrayList<>();
    private long position;

    private record Entry(String name, long size, int crc32, long position) {}

    /** Appends an entry and returns the header that precedes its data. */
    byte[] add(String name, long size, int crc32) {
        entries.add(new Entry(name, size, crc32, position));
        position += LOCAL_HEADER + name.length() + size;
        byte[] header = new byte[LOCAL_HEADER + name.length()];
        fields(littleEndian(header).putInt(0x04034B50), size, crc32, name).put(ascii(name));
        return header;
    }

    /** What follows the data of the last entry: the central directory and its end record. */
    byte[] end() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            byte[] header = new byte[CENTRAL_HEADER + entry.name.length()];
            ByteBuffer start = littleEndian(header)
                    .putInt(0x02014B50)
                    .putShort((short) 10); // made by DOS, so the attributes mean nothing
            fields(start, entry.size, entry.crc32, entry.name)
                    .putShort((short) 0) // comment
                    .putShort((short) 0) // disk
                    .putShort((short) 0)
                    .putInt(0) // attributes
                    .putInt((int) entry.position)
                    .put(ascii(entry.name));
            out.writeBytes(header);
        }
        byte[] end = new byte[END];
        littleEndian(end)
                .putInt(0x06054B50)
                .putInt(0) // disks
                .putShort((short) entries.size())
                .putShort((short) entries.size())
                .putInt(out.size())
                .putInt((int) position)
                .putShort((short) 0); // comment
        out.writeBytes(end);
        return out.toByteArray();
    }

    /** The length of an archive with entries of these names and this total size of data. */
    static long length(List<String> names, long dataSize) {
        long length = END + dataSize;
        for (String name : names) {
            length += LOCAL_HEADER + CENTRAL_HEADER + 2L * name.length();
        }
        return length;
    }

    /** The fields that both headers have. */
    private static ByteBuffer fields(ByteBuffer header, long size, int crc32, String name) {
        return header.putShort((short) 10) // version 1.0 is enough to extract
                .putShort((short) 0) // flags
                .putShort((short) 0) // stored
                .putShort((short) 0) // time
                .putShort((short) DATE)
                .putInt(crc32)
                .putInt((int) size)
                .putInt((int) size)
                .putShort((short) name.length())
                .putShort((short) 0); // extra field
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
