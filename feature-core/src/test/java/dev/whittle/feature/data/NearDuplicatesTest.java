package dev.whittle.feature.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.AreaScaling;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.image.JpegRoundTrip;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {
    private static final int SIDE = 48;
    private static final Run RUN = Run.defaults();

    /** Rectangles of random colours. */
    private static Planar<GrayU8> scene(int number) {
        Rng random = new Rng(7, "scene", number);
        Planar<GrayU8> image = new Planar<>(GrayU8.class, SIDE, SIDE, 3);
        for (int r = 0; r < 9; r++) {
            int x = r == 0 ? 0 : random.nextInt(SIDE - 4);
            int y = r == 0 ? 0 : random.nextInt(SIDE - 4);
            int width = r == 0 ? SIDE : 4 + random.nextInt(SIDE / 2);
            int height = r == 0 ? SIDE : 4 + random.nextInt(SIDE / 2);
            for (int b = 0; b < 3; b++) {
                int value = 30 + random.nextInt(190);
                for (int v = y; v < Math.min(SIDE, y + height); v++) {
                    for (int u = x; u < Math.min(SIDE, x + width); u++) {
                        image.getBand(b).unsafe_set(u, v, value);
                    }
                }
            }
        }
        return image;
    }

    private static List<Planar<GrayU8>> scenes(int from, int to) {
        return IntStream.range(from, to).mapToObj(NearDuplicatesTest::scene).toList();
    }

    private static Planar<GrayU8> values(Planar<GrayU8> image, IntUnaryOperator change) {
        Planar<GrayU8> changed = image.clone();
        for (GrayU8 band : changed.bands) {
            for (int i = 0; i < band.data.length; i++) {
                band.data[i] = (byte) Math.max(0, Math.min(255, change.applyAsInt(band.data[i] & 0xff)));
            }
        }
        return changed;
    }

    private static Planar<GrayU8> mirrored(Planar<GrayU8> image) {
        Planar<GrayU8> mirrored = image.createSameShape();
        for (int b = 0; b < image.getNumBands(); b++) {
            for (int y = 0; y < image.height; y++) {
                for (int x = 0; x < image.width; x++) {
                    mirrored.getBand(b)
                            .unsafe_set(image.width - 1 - x, y, image.getBand(b).unsafe_get(x, y));
                }
            }
        }
        return mirrored;
    }

    private static Planar<GrayU8> turned(Planar<GrayU8> image) {
        Planar<GrayU8> turned = image.createSameShape();
        for (int b = 0; b < image.getNumBands(); b++) {
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    turned.getBand(b)
                            .unsafe_set(y, SIDE - 1 - x, image.getBand(b).unsafe_get(x, y));
                }
            }
        }
        return turned;
    }

    private static Planar<GrayU8> without(Planar<GrayU8> image, int border) {
        return image.subimage(border, border, image.width - border, image.height - border);
    }

    private static List<NearDuplicates.Pair> found(List<Planar<GrayU8>> train, List<Planar<GrayU8>> test, Run run) {
        Inspection of = Inspection.of(Images.of(train, new int[train.size()]), run);
        return of.nearDuplicates(Inspection.of(Images.of(test, new int[test.size()]), run), run);
    }

    private static boolean isFound(Planar<GrayU8> copy, int original, boolean isMirrored) {
        List<NearDuplicates.Pair> found = found(scenes(0, 60), List.of(scene(100), copy), RUN);
        if (found.isEmpty()) {
            return false;
        }
        assertEquals(
                List.of(original),
                found.stream().map(NearDuplicates.Pair::first).toList());
        assertEquals(1, found.get(0).second());
        assertEquals(isMirrored, found.get(0).mirrored());
        return true;
    }

    @Test
    void copiesAreFound() {
        Planar<GrayU8> original = scene(17);
        assertTrue(!isFound(original, 17, false), "an equal image is left to equalImages");
        assertTrue(isFound(JpegRoundTrip.of(original, 20), 17, false), "JPEG");
        assertTrue(isFound(values(original, v -> v + 6), 17, false), "brighter");
        assertTrue(isFound(values(original, v -> (v - 128) / 2 + 110), 17, false), "less contrast");
        assertTrue(isFound(mirrored(original), 17, true), "mirrored");
        assertTrue(isFound(mirrored(JpegRoundTrip.of(original, 40)), 17, true), "mirrored and JPEG");
        assertTrue(isFound(without(original, 1), 17, false), "a pixel of each border is missing");
        assertTrue(isFound(AreaScaling.scale(original, 20, 24), 17, false), "smaller");
        assertTrue(isFound(Gray.withBands(original, 1), 17, false), "gray");
    }

    /** Equal images are not compared with all others, and each image that is compared counts in the progress. */
    @Test
    void equalImagesAreLeftOutAndTheRestIsReported() {
        List<Planar<GrayU8>> test = new ArrayList<>(scenes(0, 30));
        test.addAll(scenes(60, 80));
        test.add(values(scene(3), v -> v + 4));
        Set<String> steps = new TreeSet<>();
        List<NearDuplicates.Pair> found = found(scenes(0, 60), test, RUN.withProgress(new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                if (!stage.startsWith("check")) {
                    steps.add(stage + " " + done + " of " + total);
                }
            }
        }));
        assertEquals(
                List.of(50), found.stream().map(NearDuplicates.Pair::second).toList());
        assertEquals(Set.of("look for near duplicates 21 of 21"), steps);
    }

    @Test
    void droppedThumbnailsAreSaid() {
        Inspection found = Inspection.of(Images.of(scenes(0, 2), new int[2]), RUN);
        assertEquals(found.sha256(), found.withoutThumbnails().sha256());
        assertThrows(
                IllegalStateException.class, () -> found.withoutThumbnails().nearDuplicates(found, RUN));
        assertThrows(IllegalStateException.class, () -> found.nearDuplicates(found.withoutThumbnails(), RUN));
    }

    /** What the description says is not found. */
    @Test
    void otherSectionsTurnedAndInvertedImagesAreNotFound() {
        Planar<GrayU8> original = scene(17);
        assertTrue(!isFound(without(original, 8), 17, false), "a sixth of each border is missing");
        assertTrue(!isFound(turned(original), 17, false), "turned");
        assertTrue(!isFound(values(original, v -> 255 - v), 17, false), "inverted");
        assertTrue(!isFound(AreaScaling.scale(original, 15, 15), 17, false), "smaller than a thumbnail");
    }

    @Test
    void differentAndFlatImagesAreNotFound() {
        assertEquals(List.of(), found(scenes(0, 300), scenes(300, 500), RUN));
        Planar<GrayU8> black = values(scene(1), v -> 0);
        Planar<GrayU8> noise = values(scene(1), v -> v % 7);
        assertEquals(List.of(), found(List.of(black, noise), List.of(black, noise, values(black, v -> 90)), RUN));
    }

    /** Images that resemble five others are ordinary, as digits are. Four copies are too few for that. */
    @Test
    void fiveCopiesAreOrdinary() {
        List<Planar<GrayU8>> train = new ArrayList<>(scenes(0, 10));
        for (int copies = 1; copies <= 5; copies++) {
            train.add(values(scene(3), v -> v + 4));
            int expected = train.stream().filter(image -> copy(image)).count() < 5 ? 1 : 0;
            assertEquals(
                    expected,
                    found(train, List.of(values(scene(3), v -> v + 8)), RUN).size(),
                    copies + " more");
        }
    }

    private static boolean copy(Planar<GrayU8> image) {
        byte[] original = NearDuplicates.thumbnail(scene(3));
        byte[] thumbnail = NearDuplicates.thumbnail(image);
        return IntStream.range(0, original.length).allMatch(i -> Math.abs(original[i] - thumbnail[i]) < 6);
    }

    /** Whatever the threads: what the definition says. */
    @Test
    void theResultIsThatOfTheDefinition() {
        List<Planar<GrayU8>> train = scenes(0, 90);
        List<Planar<GrayU8>> test = new ArrayList<>(scenes(200, 230));
        for (int i = 0; i < 40; i += 3) {
            Planar<GrayU8> copy = JpegRoundTrip.of(values(scene(i), v -> v * 3 / 4 + 20), 30);
            test.add(i % 2 == 0 ? copy : mirrored(copy));
        }
        List<NearDuplicates.Pair> found = found(train, test, RUN.withThreads(1));
        assertEquals(found, found(train, test, RUN.withThreads(3)));
        assertEquals(14, found.size());
        for (NearDuplicates.Pair pair : found) {
            double nearest = -1;
            int place = -1;
            for (int i = 0; i < train.size(); i++) {
                double r = Math.max(
                        correlation(train.get(i), test.get(pair.second())),
                        correlation(train.get(i), mirrored(test.get(pair.second()))));
                if (r > nearest) {
                    nearest = r;
                    place = i;
                }
            }
            assertEquals(place, pair.first());
            assertEquals(nearest, pair.correlation(), 1e-12);
        }
    }

    private static double correlation(Planar<GrayU8> a, Planar<GrayU8> b) {
        double[] x = centred(a);
        double[] y = centred(b);
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += x[i] * y[i];
            xx += x[i] * x[i];
            yy += y[i] * y[i];
        }
        return xy / Math.sqrt(xx * yy);
    }

    private static double[] centred(Planar<GrayU8> image) {
        byte[] gray = Gray.of(AreaScaling.scale(image, 16, 16)).data;
        double mean = IntStream.range(0, 256).map(i -> gray[i] & 0xff).average().orElseThrow();
        return IntStream.range(0, 256).mapToDouble(i -> (gray[i] & 0xff) - mean).toArray();
    }
}
