package dev.whittle.benchmarks;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Streams images through extraction into a file, as {@code whittle extract} does, and shows that the memory held does
 * not grow with their number: {@code java -cp benchmarks.jar dev.whittle.benchmarks.StreamMemory [IMAGES]}, by default
 * a million.
 */
public final class StreamMemory {
    private static final int SIDE = 32;
    /** Images in memory at once. */
    private static final int BATCH = 1024;

    private StreamMemory() {}

    /** The number of images. */
    public static void main(String[] arguments) throws IOException {
        long images = arguments.length == 0 ? 1_000_000 : Long.parseLong(arguments[0]);
        long start = System.nanoTime();
        long[] held = heldAfterEachTenth(images, Run.defaults());
        System.out.printf("%,d images of %d×%d, %.0f s%n", images, SIDE, SIDE, 1e-9 * (System.nanoTime() - start));
        for (int i = 0; i < held.length; i++) {
            System.out.printf(Locale.ROOT, "after %,d: %,d kB held%n", images * (i + 1) / held.length, held[i] >> 10);
        }
    }

    /** Bytes of the heap that are reachable after each tenth of the images. */
    static long[] heldAfterEachTenth(long images, Run run) throws IOException {
        Planar<GrayU8>[] batch = batch();
        FeatureExtractor hog = Hog.defaults().fit(null, run);
        int length = hog.length(batch[0]);
        float[] features = new float[BATCH * length];
        long[] held = new long[10];
        Path folder = Files.createTempDirectory("whittle-stream");
        Path file = folder.resolve("features.npy");
        try (NpyFile.Writer rows = NpyFile.writer(file, length)) {
            int points = 0;
            for (long done = 0; done < images; ) {
                int count = (int) Math.min(BATCH, images - done);
                long first = done;
                run.parallel(count, 32, (from, to) -> {
                    for (int i = from; i < to; i++) {
                        draw(batch[i], first + i);
                        hog.extract(batch[i], features, i * length, run);
                    }
                });
                for (int i = 0; i < count; i++) {
                    rows.add(features, i * length);
                }
                done += count;
                while (points < held.length && done >= images * (points + 1) / held.length) {
                    held[points++] = held();
                }
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
        return held;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Planar<GrayU8>[] batch() {
        Planar<GrayU8>[] batch = new Planar[BATCH];
        Arrays.setAll(batch, i -> new Planar<>(GrayU8.class, SIDE, SIDE, 1));
        return batch;
    }

    /** Noise that depends on the image's number alone. */
    private static void draw(Planar<GrayU8> image, long number) {
        Rng rng = new Rng(1, "streamed image", number);
        byte[] pixels = image.getBand(0).data;
        for (int i = 0; i < pixels.length; i += 8) {
            long bits = rng.nextLong();
            for (int b = 0; b < 8; b++) {
                pixels[i + b] = (byte) (bits >>> (8 * b));
            }
        }
    }

    /** The least of some looks, since a collection may leave a little. */
    private static long held() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
