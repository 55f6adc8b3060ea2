package dev.whittle.classify.model;

import dev.whittle.feature.data.PixelHash;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** Length, CRC-32 and SHA-256 of a stream of bytes. */
final class Digest {
    private final MessageDigest sha256 = PixelHash.sha256();
    private final CRC32 crc32 = new CRC32();
    private long size;

    static Digest of(byte[] bytes) {
        return new Digest().add(bytes, 0, bytes.length);
    }

    Digest add(byte[] bytes, int offset, int length) {
        sha256.update(bytes, offset, length);
        crc32.update(bytes, offset, length);
        size += length;
        return this;
    }

    long size() {
        return size;
    }

    int crc32() {
        return (int) crc32.getValue();
    }

    /** The SHA-256 in lower-case hex. It may be called only once. */
    String sha256() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** A stream that adds its bytes to this digest. */
    OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                add(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                add(bytes, offset, length);
            }
        };
    }
}
