package dev.whittle.feature.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Two files that only grow: {@code NAME.data} has the bodies of records one after the other, and {@code NAME.index} has
 * for each record its key, its head, and where its body is. One object at a time may append, which a lock of a third
 * file ensures, see {@link AppendLock}. Others may read meanwhile.
 *
 * <p>A record is there when it stands in the index, which is written last. Whatever is damaged or was cut off fails a
 * checksum, and then it is as if the record were not there. An index is read up to its first damaged record.
 */
public final class RecordFile {
    static final String DATA = ".data";
    static final String INDEX = ".index";
    static final String LOCK = ".lock";

    /** The first bytes of a record in the index, with the version of the format. */
    private static final int MAGIC = 0x57524331;

    private static final int KEY_BYTES = 32;
    /** Magic, length of the head, key, offset, length and checksum of the body. Head and checksum follow. */
    private static final int FIXED = 4 + 4 + KEY_BYTES + 8 + 8 + 4;

    /** An index is held in memory by who uses it, which is more costly than the disk. */
    private static final long INDEX_COST = 64;

    private static final int MAX_HEAD = 1 << 20;
    /** How many bytes one call reads or writes, as Java copies them to a buffer outside of the heap. */
    private static final int STEP = 1 << 20;

    private final Path data;
    private final Path index;
    private final Path lock;
    /** To read; null before the first time. */
    private FileChannel reader;
    /** To append; null if this process does not. */
    private FileChannel writer;

    private FileChannel indexWriter;
    private long end;
    private long indexEnd;

    /** @param data the path of the data file */
    RecordFile(Path data) {
        String name = data.getFileName().toString();
        String stem = name.substring(0, name.length() - DATA.length());
        this.data = data;
        this.index = data.resolveSibling(stem + INDEX);
        this.lock = data.resolveSibling(stem + LOCK);
    }

    /** A record that stands in the index. Its body may be damaged. */
    public static final class Entry {
        private final RecordFile file;
        private final String key;
        private final byte[] head;
        private final long offset;
        private final long length;
        private final int crc;
        private boolean used;

        private Entry(RecordFile file, String key, byte[] head, long offset, long length, int crc) {
            this.file = file;
            this.key = key;
            this.head = head;
            this.offset = offset;
            this.length = length;
            this.crc = crc;
        }

        /** A few bytes that are known without reading the body. */
        public byte[] head() {
            return head.clone();
        }

        /** The length of the body. */
        public long length() {
            return length;
        }

        int headLength() {
            return head.length;
        }

        String key() {
            return key;
        }

        /** Marks the record as used. Returns whether it is the first time. */
        synchronized boolean use() {
            boolean first = !used;
            used = true;
            return first;
        }

        /** Reads the body into arrays that have its length together. Returns whether its checksum is right. */
        boolean read(byte[]... into) throws IOException {
            return file.read(this, into);
        }
    }

    /** Reads the index. Returns how many of its bytes are good. */
    long readIndex(Consumer<Entry> each) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(index));
        int good = 0;
        while (in.remaining() >= FIXED + 4 && in.getInt() == MAGIC) {
            int headLength = in.getInt();
            if (headLength < 0 || headLength > in.remaining() - (FIXED - 8) - 4) {
                break;
            }
            int length = FIXED + headLength;
            CRC32C crc = new CRC32C();
            crc.update(in.array(), good, length);
            if (in.getInt(good + length) != (int) crc.getValue()) {
                break;
            }
            String key = HexFormat.of().formatHex(in.array(), in.position(), in.position() + KEY_BYTES);
            in.position(in.position() + KEY_BYTES);
            long offset = in.getLong();
            long bodyLength = in.getLong();
            int bodyCrc = in.getInt();
            byte[] head = new byte[headLength];
            in.get(head);
            each.accept(new Entry(this, key, head, offset, bodyLength, bodyCrc));
            good += length + 4;
            in.position(good);
        }
        return good;
    }

    /**
     * Makes this object the one that appends, if no other is, in this process or another. What follows the last good
     * record of the index is cut off.
     */
    boolean openToAppend() throws IOException {
        if (!AppendLock.take(lock, this)) {
            return false;
        }
        FileChannel channel = null;
        FileChannel records = null;
        try {
            channel = FileChannel.open(data, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            records = FileChannel.open(index, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            long good = readIndex(entry -> {});
            records.truncate(good).position(good);
            end = channel.size();
            indexEnd = good;
            writer = channel;
            indexWriter = records;
            return true;
        } finally {
            if (writer == null) {
                close(channel, records);
            }
        }
    }

    private void close(FileChannel... channels) throws IOException {
        try {
            for (FileChannel channel : channels) {
                if (channel != null) {
                    channel.close();
                }
            }
        } finally {
            AppendLock.giveBack(lock, this);
        }
    }

    /** What all records of this file cost, with those that are being appended. */
    synchronized long appendedCost() {
        return end + INDEX_COST * indexEnd;
    }

    /** Appends a record. Several threads may append at a time. */
    Entry append(String key, byte[] head, ByteBuffer... body) throws IOException {
        if (head.length > MAX_HEAD) {
            throw new IOException("The head of a record has at most " + MAX_HEAD + " bytes, got " + head.length);
        }
        long length = length(body);
        FileChannel channel;
        long offset;
        synchronized (this) {
            if (writer == null) {
                throw new ClosedChannelException();
            }
            channel = writer;
            offset = end;
            end += length;
            indexEnd += FIXED + head.length + 4;
        }
        CRC32C bodyCrc = new CRC32C();
        long at = offset;
        for (ByteBuffer part : body) {
            bodyCrc.update(part.duplicate());
            at = writeFully(channel, part, at);
        }
        Entry entry = new Entry(this, key, head, offset, length, (int) bodyCrc.getValue());
        ByteBuffer record = ByteBuffer.allocate(FIXED + head.length + 4)
                .putInt(MAGIC)
                .putInt(head.length)
                .put(HexFormat.of().parseHex(key))
                .putLong(offset)
                .putLong(length)
                .putInt(entry.crc)
                .put(head);
        CRC32C crc = new CRC32C();
        crc.update(record.array(), 0, record.position());
        record.putInt((int) crc.getValue()).flip();
        synchronized (this) {
            while (record.hasRemaining()) {
                indexWriter.write(record);
            }
        }
        return entry;
    }

    /** The length of a body. */
    static long length(ByteBuffer... body) {
        long length = 0;
        for (ByteBuffer part : body) {
            length += part.remaining();
        }
        return length;
    }

    private static long writeFully(FileChannel channel, ByteBuffer part, long from) throws IOException {
        int limit = part.limit();
        long at = from;
        while (part.position() < limit) {
            part.limit(Math.min(limit, part.position() + STEP));
            at += channel.write(part, at);
        }
        return at;
    }

    /** Whether this object still appends. A thread that is interrupted while it writes closes the file. */
    synchronized boolean isOpen() {
        return writer != null && writer.isOpen() && indexWriter.isOpen();
    }

    /** Ends appending. */
    synchronized void close() throws IOException {
        if (writer != null) {
            FileChannel open = writer;
            writer = null;
            close(open, indexWriter);
        }
    }

    private boolean read(Entry entry, byte[]... into) throws IOException {
        FileChannel channel = reader();
        CRC32C crc = new CRC32C();
        long at = entry.offset;
        for (byte[] part : into) {
            for (int i = 0; i < part.length; ) {
                int read = channel.read(ByteBuffer.wrap(part, i, Math.min(STEP, part.length - i)), at);
                if (read < 0) {
                    return false;
                }
                i += read;
                at += read;
            }
            crc.update(part);
        }
        return at == entry.offset + entry.length && (int) crc.getValue() == entry.crc;
    }

    /** The channel is closed when a thread is interrupted that reads from it, and then it is opened again. */
    private synchronized FileChannel reader() throws IOException {
        if (reader == null || !reader.isOpen()) {
            reader = FileChannel.open(data, StandardOpenOption.READ);
        }
        return reader;
    }

    /** What a record costs, in bytes: its body, and {@link #INDEX_COST} times what it has in the index. */
    static long cost(int headLength, long bodyLength) {
        return bodyLength + INDEX_COST * (FIXED + headLength + 4);
    }

    /** What all records of this file cost. */
    long cost() {
        return size(data) + INDEX_COST * size(index);
    }

    /** 0 if another process deleted the file, or it was not written yet. */
    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /** When a record was appended last; 0 if unknown. */
    long time() {
        try {
            return Files.getLastModifiedTime(data).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }

    String name() {
        return data.getFileName().toString();
    }

    /** Deletes all files. */
    void delete() throws IOException {
        Files.deleteIfExists(index);
        Files.deleteIfExists(data);
        Files.deleteIfExists(lock);
    }
}
