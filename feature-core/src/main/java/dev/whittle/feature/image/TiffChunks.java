package dev.whittle.feature.image;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The compressed strips or tiles of a TIFF file. Each must have as many bytes as its rows need. */
final class TiffChunks {
    private static final int NONE = 1;
    private static final int LZW = 5;
    private static final int DEFLATE = 8;
    private static final int OLD_DEFLATE = 32946;
    private static final int PACK_BITS = 32773;

    private final Bytes in;
    private final int compression;

    TiffChunks(Bytes in, int compression, long where) throws IOException {
        this.in = in;
        this.compression = compression;
        String name = switch (compression) {
            case NONE, LZW, DEFLATE, OLD_DEFLATE, PACK_BITS -> null;
            case 2, 3, 4 -> "fax";
            case 6, 7, 33003, 33005, 34892 -> "JPEG";
            case 34712 -> "JPEG 2000";
            case 34925 -> "LZMA";
            case 50000 -> "Zstandard";
            case 50001 -> "WebP";
            default -> "unknown";
        };
        if (name != null) {
            throw in.error(
                    where,
                    "a TIFF with compression " + compression + " (" + name
                            + ") is not supported, expected none, PackBits,"
                            + " LZW or Deflate; convert it, for example with `tiffcp -c lzw`");
        }
    }

    /**
     * The most bytes that are read for a chunk of so many: no compression needs as many. Without this bound, chunks
     * that share long data of no pixels, such as empty runs, would take hours.
     */
    private static long most(int bytes) {
        return 1024 + 4L * bytes;
    }

    /** Whether samples may be stored as differences with this compression. */
    boolean predicted() {
        return compression == LZW || compression == DEFLATE || compression == OLD_DEFLATE;
    }

    /**
     * Decodes a chunk.
     *
     * @param length of the stored data, or -1 if it is not known
     * @param bytes of the decoded data
     */
    byte[] read(long offset, long length, int bytes) throws IOException {
        long stored = length >= 0 ? length : compression == NONE ? bytes : in.length() - offset;
        in.requireLength(offset + Math.max(0, stored));
        int from = (int) offset;
        int to = (int) (offset + Math.min(most(bytes), Math.max(0, stored)));
        byte[] out = new byte[bytes];
        String fault = switch (compression) {
            case NONE -> copy(from, to, out);
            case PACK_BITS -> packBits(from, to, out);
            case LZW -> lzw(from, to, out);
            default -> inflate(from, to, out);
        };
        if (fault != null) {
            throw in.error(offset, "damaged tiff data: " + fault);
        }
        return out;
    }

    private static String ends(int done, byte[] out) {
        return "a strip or tile ends after " + done + " of " + out.length + " bytes";
    }

    private String copy(int from, int to, byte[] out) {
        if (to - from < out.length) {
            return ends(to - from, out);
        }
        System.arraycopy(in.data(), from, out, 0, out.length);
        return null;
    }

    private String packBits(int from, int to, byte[] out) {
        byte[] data = in.data();
        int at = from;
        int done = 0;
        while (done < out.length) {
            int n = at < to ? data[at] : 0;
            int needed = n >= 0 ? n + 1 : 1;
            if (at >= to || (n != -128 && at + needed >= to)) {
                return ends(done, out);
            }
            at++;
            if (n == -128) {
                continue;
            }
            int count = Math.min(n >= 0 ? n + 1 : 1 - n, out.length - done);
            for (int i = 0; i < count; i++) {
                out[done++] = data[n >= 0 ? at + i : at];
            }
            at += needed;
        }
        return null;
    }

    private String lzw(int from, int to, byte[] out) {
        if (to - from >= 2 && in.data()[from] == 0 && (in.data()[from + 1] & 1) == 1) {
            return "the LZW codes have the order of TIFF before version 5, which is not supported";
        }
        return Lzw.tiff().decode(in.data(), from, to, out);
    }

    private String inflate(int from, int to, byte[] out) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(in.data(), from, to - from);
            int done = 0;
            while (done < out.length) {
                int n = inflater.inflate(out, done, out.length - done);
                if (n == 0) {
                    return ends(done, out);
                }
                done += n;
            }
            boolean more = inflater.inflate(new byte[1]) > 0;
            return more || inflater.finished() ? null : "the compressed data has no end";
        } catch (DataFormatException e) {
            return e.getMessage();
        } finally {
            inflater.end();
        }
    }
}
