package dev.whittle.pipeline.experiment;

import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.file.RegularFile;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** SHA-256 in lower-case hex. */
public final class Hashes {
    /** How many values of a table are read at a time. */
    private static final int VALUES = 1 << 16;

    private Hashes() {}

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    static String of(byte[] bytes) {
        MessageDigest digest = PixelHash.sha256();
        digest.update(bytes);
        return hex(digest);
    }

    /**
     * Over tables one after another: of each its rows and columns as 32-bit integers, then its values row by row, all
     * in little-endian order.
     */
    static String of(Rows... tables) {
        MessageDigest digest = PixelHash.sha256();
        for (Rows table : tables) {
            ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            digest.update(head.putInt(table.rows()).putInt(table.columns()).array());
            int most = Math.max(1, Math.min(table.rows(), VALUES / Math.max(1, table.columns())));
            float[] values = new float[most * table.columns()];
            ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            for (int row = 0; row < table.rows(); row += most) {
                int n = Math.min(most, table.rows() - row);
                table.read(row, n, values, 0);
                bytes.asFloatBuffer().put(values, 0, n * table.columns());
                digest.update(bytes.array(), 0, 4 * n * table.columns());
            }
        }
        return hex(digest);
    }

    /**
     * Of a file. Of a file whose name ends with {@code .gz} it is the hash of what is compressed in it, since other
     * versions of zlib compress the same to other bytes. Of such a file that is damaged it is the hash of its bytes.
     */
    static String of(Path file) throws IOException {
        Optional<byte[]> content = GzipFile.is(file) ? GzipFile.content(file) : Optional.empty();
        if (content.isPresent()) {
            return of(content.get());
        }
        return ofBytes(file);
    }

    /** Of the bytes of a file, also where it is compressed. */
    public static String ofBytes(Path file) throws IOException {
        MessageDigest digest = PixelHash.sha256();
        try (InputStream in = new DigestInputStream(RegularFile.stream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return hex(digest);
    }
}
