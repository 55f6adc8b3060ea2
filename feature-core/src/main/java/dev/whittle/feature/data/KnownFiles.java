package dev.whittle.feature.data;

import dev.whittle.feature.Run;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was found when the files of a folder were read last, so that unchanged files need not be read again. A file is
 * unchanged if its device, its number (inode), its size, and the times of its last modification and of the last change
 * of its attributes are the same. A program can set the first time, but not the second.
 *
 * <p>A file could be changed twice within one tick of the clock of its file system, and be read between. So nothing is
 * kept if a file was changed less than two seconds before it was read, as Git does with its index. Where a system does
 * not tell these numbers, as Windows, nothing is known.
 */
final class KnownFiles {
    private static final int VERSION = 1;
    /** The coarsest clock of common file systems ticks every two seconds. */
    private static final long TICK_MILLIS = 2000;

    private static final String STATE = "unix:dev,ino,size,lastModifiedTime,ctime";

    private final ImageCache cache;
    /** Over the states of all files; null if nothing is known or kept. */
    private final String key;
    /** Null for files that are to be read. */
    private final ImageEntry[] known;
    /** Whether what is found is worth keeping: it was not kept before, and all files were changed long enough ago. */
    private final boolean keeps;

    private KnownFiles(ImageCache cache, String key, ImageEntry[] known, boolean keeps) {
        this.cache = cache;
        this.key = key;
        this.known = known;
        this.keeps = keeps;
    }

    static KnownFiles of(List<ImageEntry> entries, Decoding decoding, Run run) {
        ImageCache cache = decoding.cache();
        int n = entries.size();
        ImageEntry[] none = new ImageEntry[n];
        if (cache == null) {
            return new KnownFiles(null, null, none, false);
        }
        long start = System.currentTimeMillis();
        long[][] states = new long[n][];
        run.parallel(n, 256, (from, to) -> {
            for (int i = from; i < to; i++) {
                states[i] = state(entries.get(i).path());
            }
        });
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean settled = true;
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF("files " + VERSION + " " + decoding.text());
            for (long[] state : states) {
                if (state == null) {
                    return new KnownFiles(cache, null, none, false);
                }
                for (long number : state) {
                    out.writeLong(number);
                }
                settled &= Math.max(state[3], state[4]) / 1_000_000 < start - TICK_MILLIS;
            }
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory failed", e);
        }
        String key = PixelHash.ofBytes(bytes.toByteArray());
        byte[] kept = cache.bytes(key);
        ImageEntry[] known = kept == null ? none : read(kept, entries, none);
        return new KnownFiles(cache, key, known, settled && known == none);
    }

    /** Device, inode, size, and two times in nanoseconds; null if they are not known. */
    private static long[] state(Path file) {
        try {
            Map<String, Object> found = Files.readAttributes(file, STATE);
            return new long[] {
                ((Number) found.get("dev")).longValue(),
                ((Number) found.get("ino")).longValue(),
                ((Number) found.get("size")).longValue(),
                nanos(found.get("lastModifiedTime")),
                nanos(found.get("ctime"))
            };
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return null;
        }
    }

    private static long nanos(Object time) {
        return ((FileTime) time).to(java.util.concurrent.TimeUnit.NANOSECONDS);
    }

    /** The file with this number as it was found when it was read; null if it must be read. */
    ImageEntry entry(int i) {
        return known[i];
    }

    /**
     * Keeps what was found for the next time.
     *
     * @param read all files; null for those that cannot be used
     */
    void keep(ImageEntry[] read) {
        if (!keeps) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (ImageEntry entry : read) {
                out.writeBoolean(entry != null);
                if (entry != null) {
                    ImageCache.About about = entry.about();
                    out.writeUTF(entry.key());
                    out.writeInt(about.width());
                    out.writeInt(about.height());
                    out.writeInt(about.bands());
                    out.writeInt(about.notes().size());
                    for (String note : about.notes()) {
                        out.writeUTF(note);
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory failed", e);
        }
        cache.put(key, bytes.toByteArray());
    }

    private static ImageEntry[] read(byte[] kept, List<ImageEntry> entries, ImageEntry[] none) {
        ImageEntry[] known = new ImageEntry[entries.size()];
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(kept))) {
            for (int i = 0; i < known.length; i++) {
                if (in.readBoolean()) {
                    String key = in.readUTF();
                    int width = in.readInt();
                    int height = in.readInt();
                    int bands = in.readInt();
                    List<String> notes = new ArrayList<>();
                    for (int left = in.readInt(); left > 0; left--) {
                        notes.add(in.readUTF());
                    }
                    ImageCache.About about = new ImageCache.About(width, height, bands, List.copyOf(notes));
                    known[i] = entries.get(i).found(key, about);
                }
            }
            return known;
        } catch (IOException e) {
            return none;
        }
    }
}
