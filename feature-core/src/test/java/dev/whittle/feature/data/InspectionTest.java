package dev.whittle.feature.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestImages;
import dev.whittle.feature.image.Preparation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    @TempDir
    Path temp;

    private static Planar<GrayU8> image(int width, int height, int bands, int value) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands);
        for (int b = 0; b < bands; b++) {
            for (int i = 0; i < width * height; i++) {
                image.getBand(b).data[i] = (byte) (value + i);
            }
        }
        return image;
    }

    private static Dataset images(Object... valueAndLabel) {
        List<Planar<GrayU8>> images = new ArrayList<>();
        int[] labels = new int[valueAndLabel.length / 2];
        for (int i = 0; i < labels.length; i++) {
            images.add(image(2, 3, 1, (int) valueAndLabel[2 * i]));
            labels[i] = (int) valueAndLabel[2 * i + 1];
        }
        return Images.of(images, labels, List.of("a", "b"));
    }

    @Test
    void theHashIsThatOfPixelHashForAnyThreads() {
        List<Planar<GrayU8>> all = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            all.add(image(1 + i % 5, 2, i % 2 == 0 ? 1 : 3, i));
        }
        Dataset images = Images.of(all, new int[150]);
        for (int threads : new int[] {1, 2, 7}) {
            assertEquals(
                    PixelHash.of(images),
                    Inspection.of(images, Run.defaults().withThreads(threads)).sha256());
        }
    }

    @Test
    void shapesAreListedWithTheirFirstImage() {
        Dataset images = Images.of(
                List.of(image(2, 3, 1, 0), image(2, 3, 1, 9), image(3, 2, 1, 0), image(2, 3, 1, 0)), new int[4]);
        Inspection found = Inspection.of(images, Run.defaults());
        assertEquals(
                List.of(new ImageShape(2, 3, 1), new ImageShape(3, 2, 1)),
                List.copyOf(found.shapes().keySet()));
        assertEquals(2, found.shapes().get(new ImageShape(3, 2, 1)));
        assertEquals(new ImageShape(0, 0, 1), found.shape());
        Dataset mixed = Images.of(List.of(image(2, 3, 1, 0), image(2, 3, 3, 9)), new int[2]);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Inspection.of(mixed, Run.defaults()).shape())
                .getMessage();
        assertTrue(message.contains("image 1 has 2x3 pixels and 3 bands"), message);
    }

    @Test
    void equalImagesAreFound() {
        Inspection train = Inspection.of(images(1, 0, 2, 0, 1, 1, 3, 1, 1, 0), Run.defaults());
        Inspection test = Inspection.of(images(4, 0, 1, 0, 3, 0, 3, 1), Run.defaults());
        assertEquals(List.of(new Inspection.Pair(0, 2), new Inspection.Pair(0, 4)), train.equalImages());
        assertEquals(
                List.of(new Inspection.Pair(0, 1), new Inspection.Pair(3, 2), new Inspection.Pair(3, 3)),
                train.equalImages(test));
        assertEquals(
                List.of(), Inspection.of(images(5, 0, 6, 0), Run.defaults()).equalImages(test));
    }

    /** While the first image is slow, no more than twice as many are read as there are threads. */
    @Test
    void fewImagesAreInMemory() {
        AtomicInteger begun = new AtomicInteger();
        Dataset images = new TestImages(100, List.of("a"), i -> {
            begun.incrementAndGet();
            if (i == 0) {
                long since = System.nanoTime();
                while (begun.get() < 5 && System.nanoTime() - since < 200_000_000L) {
                    Thread.onSpinWait();
                }
                assertTrue(begun.get() <= 4, begun + " images were read before the first");
            }
            return InspectionTest.image(2, 2, 1, i);
        });
        Inspection.of(images, Run.defaults().withThreads(2));
        assertEquals(100, begun.get());
    }

    /** Six colour and gray images, of which two are equal. */
    private ImageFolder folder() throws IOException {
        for (int i = 0; i < 6; i++) {
            Path file = temp.resolve("photos").resolve("abc".substring(i / 2, i / 2 + 1) + "/" + i + ".pnm");
            Files.createDirectories(file.getParent());
            String pixels = i % 2 == 0 ? "P6 2 1 255\nabcde" + i / 4 : "P5 2 2 255\nghi" + i;
            Files.writeString(file, pixels, StandardCharsets.US_ASCII);
        }
        return ImageFolder.read(temp.resolve("photos"));
    }

    private ImageCache cache() {
        return new ImageCache(temp.resolve("cache"), 1 << 20);
    }

    private static String all(Inspection found) {
        return found.sha256() + found.shapes() + found.equalImages();
    }

    /** What was kept is never taken for what other images, labels, classes, bands or orders have. */
    @Test
    void whatIsKeptIsWhatWouldBeFound() throws IOException {
        ImageFolder plain = folder().checked(RUN);
        List<UnaryOperator<Dataset>> parts = List.of(
                images -> images,
                images -> ((ImageFolder) images).withBands(1),
                images -> ((ImageFolder) images).withBands(3),
                images -> ((ImageFolder) images).select(5, 4, 3, 2, 1, 0),
                images -> Subset.of(images, 0, 1, 2, 4),
                images -> Subset.of(images, 0, 1, 2, 4).complement(),
                images -> Subset.of(images, 4, 2, 1, 0));
        Set<String> keys = new HashSet<>();
        for (int start = 0; start < 2; start++) {
            for (UnaryOperator<Dataset> part : parts) {
                Dataset images = part.apply(folder().withCache(cache()).checked(RUN));
                assertEquals(all(Inspection.of(part.apply(plain), RUN)), all(Inspection.of(images, RUN)));
                keys.add(Inspection.key(images, (CachedImages) images));
            }
        }
        assertEquals(parts.size(), keys.size());
        // The same files in classes of another name.
        Files.move(temp.resolve("photos/a"), temp.resolve("photos/A"));
        ImageFolder renamed = ImageFolder.read(temp.resolve("photos"));
        String expected = all(Inspection.of(renamed.checked(RUN), RUN));
        assertEquals(expected, all(Inspection.of(renamed.withCache(cache()).checked(RUN), RUN)));
        // The same files, one of them in another class.
        Files.move(temp.resolve("photos/A/1.pnm"), temp.resolve("photos/b/1.pnm"));
        ImageFolder moved = ImageFolder.read(temp.resolve("photos"));
        assertNotEquals(expected, all(Inspection.of(moved.checked(RUN), RUN)));
        assertEquals(
                all(Inspection.of(moved.checked(RUN), RUN)),
                all(Inspection.of(moved.withCache(cache()).checked(RUN), RUN)));
    }

    @Test
    void dataSetsFromTheCacheShareTheirThumbnails() throws IOException {
        Dataset all = folder().withCache(cache()).checked(RUN);
        List<Dataset> two = List.of(all, Subset.of(all, 0, 1, 2, 4));
        for (int start = 0; start < 2; start++) {
            List<Inspection> found = Inspection.ofEach(two, RUN);
            assertSame(found.get(0).thumbnail(4), found.get(1).thumbnail(3), "start " + start);
        }
    }

    @Test
    void aSecondStartReadsNoImageAndADamagedRecordIsNotUsed() throws IOException {
        String expected = all(Inspection.of(folder().checked(RUN), RUN));
        // Two threads may keep one of two equal images twice.
        Run one = RUN.withThreads(1);
        Inspection.of(folder().withCache(cache()).checked(one), one);
        Path data;
        try (Stream<Path> files = Files.list(temp.resolve("cache"))) {
            data = files.filter(file -> file.toString().endsWith(".data"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(data);
        // Five different images, and then what was found.
        int pixels = 2 * 6 + 3 * 4;
        for (int from : new int[] {0, pixels}) {
            byte[] damaged = bytes.clone();
            for (int i = from; i < (from == 0 ? pixels : bytes.length); i++) {
                damaged[i] ^= 1;
            }
            Files.write(data, damaged);
            ImageFolder second = folder().withCache(cache()).checked(RUN);
            Files.move(temp.resolve("photos/c"), temp.resolve("c"));
            if (from == 0) {
                assertEquals(
                        expected.substring(0, 64), Inspection.of(second, RUN).sha256());
                assertThrows(UncheckedIOException.class, () -> second.image(5));
            } else {
                assertEquals(expected, all(Inspection.of(second, RUN)), "the images are in the cache");
            }
            Files.move(temp.resolve("c"), temp.resolve("photos/c"));
        }
        // A planted fault shows that it is what was kept that is read.
        ImageFolder second = folder().withCache(cache()).checked(RUN);
        ImageCache planted = new ImageCache(temp.resolve("planted"), 1 << 20);
        planted.put(Inspection.key(second, second), new byte[32 + 4 + (8 + NearDuplicates.PIXELS) * 6]);
        assertEquals(
                "0".repeat(64), Inspection.of(second.withCache(planted), RUN).sha256());
    }

    /** If this fails since colours become gray in another way, {@code Inspection.VERSION} must be raised. */
    @Test
    void theVersionKnowsHowBandsAreMade() {
        Planar<GrayU8> ramp = image(256, 256, 3, 0);
        for (int i = 0; i < 65536; i++) {
            ramp.getBand(0).data[i] = (byte) (i >> 8);
            ramp.getBand(2).data[i] = (byte) (i * 7 >> 3);
        }
        assertEquals(
                "b709ae7b74390a50cd008a010ae9794e5d306bb9aa8f768b970638343041cb56",
                new PixelHash(List.of())
                        .add(0, Preparation.NONE.withBands(1).apply(ramp))
                        .add(0, Preparation.NONE.withBands(3).apply(image(256, 1, 1, 0)))
                        .hex());
    }

    /** The same values in another shape are another image. */
    @Test
    void theShapeCounts() {
        Dataset images = Images.of(List.of(image(2, 3, 1, 0), image(3, 2, 1, 0), image(6, 1, 1, 0)), new int[3]);
        assertEquals(List.of(), Inspection.of(images, Run.defaults()).equalImages());
    }
}
