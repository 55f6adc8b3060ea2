package dev.whittle.classify.model;

import dev.whittle.feature.file.RegularFile;
import dev.whittle.feature.table.NdArray;
import dev.whittle.feature.table.NpyFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Reads a model file from its first byte to its last. Every byte must be the one that writing the model gives. */
final class ModelInput implements Closeable {
    private static final int BUFFER = 1 << 16;

    /** For messages. */
    private final String file;

    private final long length;
    private final InputStream in;
    private final StoredZip zip = new StoredZip();
    private long position;

    private ModelInput(String file, long length, InputStream in) {
        this.file = file;
        this.length = length;
        this.in = in;
    }

    /** The contents of a model file that was read or received already. */
    static ModelInput of(byte[] contents, String name) {
        return new ModelInput(name, contents.length, new ByteArrayInputStream(contents));
    }

    static ModelInput open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a folder, not a model file");
        }
        RegularFile.require(file);
        try {
            long size = Files.size(file);
            return new ModelInput(file.toString(), size, new BufferedInputStream(Files.newInputStream(file), BUFFER));
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** The first entry, which must be {@code model.json}. */
    byte[] json() throws IOException {
        byte[] name = ModelHeader.JSON.getBytes(StandardCharsets.US_ASCII);
        byte[] header = new byte[StoredZip.LOCAL_HEADER + name.length];
        int read = in.readNBytes(header, 0, header.length);
        boolean zipOfModel = read == header.length
                && header[0] == 'P'
                && header[1] == 'K'
                && header[2] == 3
                && header[3] == 4
                && Arrays.equals(name, 0, name.length, header, StoredZip.LOCAL_HEADER, header.length);
        if (!zipOfModel) {
            throw error(0, "is no model file: it is no ZIP archive whose first entry is " + ModelHeader.JSON);
        }
        position = header.length;
        long size = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(18) & 0xFFFF_FFFFL;
        if (size > ModelHeader.MAX_JSON || size > length - position) {
            throw error(
                    18,
                    ModelHeader.JSON + " claims " + size + " bytes; the file has " + (length - position)
                            + " more, and at most " + ModelHeader.MAX_JSON + " are read");
        }
        byte[] json = bytes((int) size);
        require(zip.add(ModelHeader.JSON, size, Digest.of(json).crc32()), header, 0, "header of " + ModelHeader.JSON);
        return json;
    }

    /** Checks the length of the file against the lengths of its entries, before memory is allocated for them. */
    void checkLength(List<ArrayEntry> arrays, long checksumLength) throws IOException {
        long size = position - StoredZip.LOCAL_HEADER - ModelHeader.JSON.length() + checksumLength;
        for (ArrayEntry array : arrays) {
            size += array.size();
        }
        long expected = StoredZip.length(ModelHeader.entryNames(arrays), size);
        if (length != expected) {
            throw error(
                    Math.min(length, expected),
                    "the file " + (length < expected ? "ends" : "goes on") + ": it has " + length
                            + " bytes, by its arrays it should have " + expected);
        }
    }

    /** Reads the next entry, which must be this array. */
    NdArray array(ArrayEntry entry) throws IOException {
        long start = position;
        String name = entry.name() + ".npy";
        byte[] header = bytes(StoredZip.LOCAL_HEADER + name.length());
        byte[] npyHeader = bytes(NpyFile.HEADER);
        require(NpyFile.header(entry.type(), entry.shape()), npyHeader, position - NpyFile.HEADER, "header of " + name);
        Digest digest = new Digest().add(npyHeader, 0, npyHeader.length);
        NdArray array = NpyFile.readValues(digesting(digest), entry.type(), entry.shape());
        require(zip.add(name, digest.size(), digest.crc32()), header, start, "header of " + name);
        if (!digest.sha256().equals(entry.sha256())) {
            throw error(start, name + " is damaged: it has another SHA-256 than " + ModelHeader.JSON + " says");
        }
        return array.requireFinite("array '" + entry.name() + "'");
    }

    /** A stream of the next bytes, which adds them to a digest as they are read. */
    private InputStream digesting(Digest digest) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                int read = in.readNBytes(bytes, offset, count);
                position += read;
                if (read < count) {
                    throw error(position, "the file ends, " + (count - read) + " more bytes expected");
                }
                digest.add(bytes, offset, read);
                return read;
            }
        };
    }

    /** Reads the last entry, which must have these bytes, and all that follows it. */
    void end(String name, byte[] data) throws IOException {
        long start = position;
        byte[] header = bytes(StoredZip.LOCAL_HEADER + name.length());
        require(zip.add(name, data.length, Digest.of(data).crc32()), header, start, "header of " + name);
        start = position;
        require(data, bytes(data.length), start, name + ", the checksum of " + ModelHeader.JSON + ",");
        start = position;
        byte[] end = zip.end();
        require(end, bytes(end.length), start, "ZIP directory");
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        read(bytes, count);
        return bytes;
    }

    private void read(byte[] buffer, int count) throws IOException {
        int read = in.readNBytes(buffer, 0, count);
        position += read;
        if (read < count) {
            throw error(position, "the file ends, " + (count - read) + " more bytes expected");
        }
    }

    private void require(byte[] expected, byte[] found, long start, String what) throws IOException {
        int at = Arrays.mismatch(expected, found);
        if (at >= 0) {
            throw error(start + at, "the " + what + " is damaged");
        }
    }

    private IOException error(long offset, String reason) {
        return new IOException(file + ": at byte " + offset + ": " + reason);
    }
}
