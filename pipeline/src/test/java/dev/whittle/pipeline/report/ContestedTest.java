package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.HandMade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of {@link Contested}, {@link ConfusedImages} and {@link Thumbnails}. */
class ContestedTest {
    @TempDir
    private Path temp;

    private static FirstSeed cells(int[] labels, int[]... predicted) {
        List<FirstSeed.Cell> cells = new ArrayList<>();
        for (int k = 0; k < predicted.length; k++) {
            cells.add(new FirstSeed.Cell("f" + k / 2, k % 2 == 0 ? "softmax" : "SVM", predicted[k]));
        }
        return new FirstSeed(HandMade.Images.plain(labels, Small.CLASSES), cells);
    }

    private static List<String> names(List<Contested.Item> items) {
        return items.stream().map(Contested.Item::name).toList();
    }

    private static Contested contested(FirstSeed firstSeed) {
        return Contested.of(firstSeed, new Thumbnails(firstSeed.test(), true));
    }

    /** Image 0 is right for all four cells, 1 for none, 2 for one, 3 and 4 for two. */
    @Test
    void byHand() {
        Contested contested = contested(cells(
                new int[] {0, 0, 1, 2, 2},
                new int[] {0, 1, 0, 2, 2},
                new int[] {0, 1, 0, 2, 0},
                new int[] {0, 1, 2, 3, 2},
                new int[] {0, 1, 1, 3, 1}));
        assertEquals(4, contested.cells());
        assertEquals(List.of("image-1", "image-2", "image-3", "image-4"), names(contested.hardest()));
        // 2, 1, 1 three times, whereas 3 is 2, 2.
        assertEquals(List.of("image-2", "image-4", "image-3"), names(contested.disagreeing()));
        Contested.Item item = contested.hardest().get(1);
        assertEquals("bee", item.truth());
        assertEquals(2, item.picture().image());
        assertEquals(
                List.of(
                        new Contested.Voice("ant", false, 2, "f0"),
                        new Contested.Voice("bee", true, 1, "f1 × SVM"),
                        new Contested.Voice("cat", false, 1, "f1 × softmax")),
                item.voices());
        assertEquals(
                List.of(new Contested.Voice("bee", false, 4, "f0, f1")),
                contested.hardest().get(0).voices());
    }

    @Test
    void oneCellDisagreesWithNone() {
        Contested contested = contested(cells(new int[] {0, 1}, new int[] {1, 0}));
        assertEquals(List.of(), contested.hardest());
        assertEquals(List.of(), contested.disagreeing());
    }

    /** Against the definition: the smallest number of right cells, and the smallest chance that two cells agree. */
    @Test
    void asDefined() {
        Random random = new Random(5);
        for (int round = 0; round < 20; round++) {
            int[] labels = random.ints(60, 0, 4).toArray();
            int[][] predicted = new int[7][];
            Arrays.setAll(predicted, k -> random.ints(60, 0, 4).toArray());
            for (int k = 0; k < 7; k++) {
                for (int i = 0; i < 40; i++) {
                    predicted[k][i] = random.nextInt(3) == 0 ? predicted[k][i] : labels[i];
                }
            }
            double[] right = new double[60];
            double[] agree = new double[60];
            for (int i = 0; i < 60; i++) {
                for (int[] one : predicted) {
                    right[i] += one[i] == labels[i] ? 1 : 0;
                    for (int[] other : predicted) {
                        agree[i] += one[i] == other[i] ? 1 / 49.0 : 0;
                    }
                }
            }
            Contested contested = contested(cells(labels, predicted));
            assertEquals(smallest(right, 7), names(contested.hardest()));
            assertEquals(smallest(agree, 1 - 1e-9), names(contested.disagreeing()));
        }
    }

    private static List<String> smallest(double[] values, double below) {
        List<String> names = new ArrayList<>();
        boolean[] taken = new boolean[values.length];
        while (names.size() < 12) {
            int least = -1;
            for (int i = 0; i < values.length; i++) {
                if (!taken[i] && values[i] < below && (least < 0 || values[i] < values[least] - 1e-9)) {
                    least = i;
                }
            }
            if (least < 0) {
                break;
            }
            taken[least] = true;
            names.add("image-" + least);
        }
        return names;
    }

    /** Bees taken for cats are most; ants for bees and for dogs are equally many. */
    @Test
    void imagesBehindConfusions() {
        FirstSeed firstSeed =
                cells(new int[] {0, 0, 1, 1, 1, 1, 1, 1, 1, 2}, new int[] {3, 1, 2, 2, 2, 2, 2, 2, 2, 2}, new int[] {
                    0, 0, 1, 1, 1, 1, 1, 1, 1, 2
                });
        Thumbnails thumbnails = new Thumbnails(firstSeed.test(), true);
        Summary.Cell best = new Summary.Cell("f0", "SVM", 100, null, null, null, 100, 100, 1, true);
        ConfusedImages confused = ConfusedImages.of(firstSeed, best, thumbnails);
        assertEquals(List.of(), confused.cells().get(1).pairs());
        ConfusedImages.Cell cell = confused.cells().get(0);
        assertTrue(cell.complete());
        assertEquals(
                List.of("bee taken for cat, 7 images", "ant taken for bee, 1 image", "ant taken for dog, 1 image"),
                cell.pairs().stream().map(ConfusedImages.Pair::text).toList());
        assertEquals(
                List.of(List.of(2, 3, 4, 5, 6, 7), List.of(1), List.of(0)),
                cell.pairs().stream()
                        .map(pair -> pair.images().stream()
                                .map(Thumbnails.Thumbnail::image)
                                .toList())
                        .toList());
        assertEquals(
                IntStream.range(0, 8).boxed().toList(),
                thumbnails.all().stream().map(Thumbnails.Thumbnail::image).toList());
    }

    /** Images of 4000×4 values are reduced to 48×1; of 48×48 with three bands there is room for 144. */
    @Test
    void thumbnailsAreSmallAndNotTooMany() throws IOException {
        List<Planar<GrayU8>> images = new ArrayList<>();
        images.add(new Planar<>(GrayU8.class, 4000, 4, 1));
        for (int i = 1; i < 200; i++) {
            images.add(new Planar<>(GrayU8.class, 48, 48, 3));
        }
        images.add(new Planar<>(GrayU8.class, 1, 1, 1));
        Thumbnails thumbnails =
                new Thumbnails(new HandMade.Images(images, new int[images.size()], List.of("ant")), true);
        Thumbnails.Thumbnail first = thumbnails.add(0).orElseThrow();
        assertEquals("48×1", first.width() + "×" + first.height());
        assertEquals(48, Small.decode(first.uri()).width);
        for (int i = 1; i < images.size(); i++) {
            assertEquals(i <= 144, thumbnails.add(i).isPresent(), "image " + i);
        }
        assertEquals(first, thumbnails.add(0).orElseThrow(), "what is there is found");
        assertEquals(145, thumbnails.all().size());
    }

    @Test
    void withoutPicturesTheNamesAreThere() {
        FirstSeed firstSeed = cells(new int[] {0, 1}, new int[] {1, 1}, new int[] {2, 1});
        Thumbnails none = new Thumbnails(firstSeed.test(), false);
        Contested contested = Contested.of(firstSeed, none);
        assertEquals(List.of("image-0"), names(contested.hardest()));
        assertNull(contested.hardest().get(0).picture());
        assertEquals(List.of(), none.all());
    }

    /** Every reference has its picture, once. */
    @Test
    void theReferencesOfThePageAreThere() throws IOException {
        Report.write(Small.comparison(temp), temp, Run.defaults());
        String html = Files.readString(temp.resolve(Report.HTML));
        List<String> used = new ArrayList<>();
        Matcher uses = Pattern.compile("<use href=\"#(image-\\d+)\"/>").matcher(html);
        while (uses.find()) {
            used.add(uses.group(1));
        }
        assertTrue(used.size() > 4, html);
        for (String id : used) {
            assertEquals(2, html.split("<image id=\"" + id + "\"", -1).length, id);
        }
    }
}
