package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.evaluate.NearestMeans;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.nn.ImageNetwork;
import dev.whittle.classify.nn.Network;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.Tiny;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnedTest {
    @TempDir
    private Path temp;

    private static Planar<GrayU8> template(float[] weights, int width, int height, int bands) {
        return RawPixels.defaults().template(weights, width, height, bands).orElseThrow();
    }

    /** 0 is mid-gray, the largest size an extreme. */
    @Test
    void templateByHand() {
        Planar<GrayU8> image = template(new float[] {0, 2, -2, 1}, 2, 2, 1);
        assertArrayEquals(new byte[] {(byte) 128, (byte) 255, 0, (byte) 191}, image.getBand(0).data);
        Planar<GrayU8> none = template(new float[4], 2, 2, 1);
        assertArrayEquals(new byte[] {(byte) 128, (byte) 128, (byte) 128, (byte) 128}, none.getBand(0).data);
    }

    /** Band after band. */
    @Test
    void templateInColour() {
        Planar<GrayU8> image = template(new float[] {1, 0, 0, -1, 0, 1}, 2, 1, 3);
        assertArrayEquals(new byte[] {(byte) 255, (byte) 128}, image.getBand(0).data);
        assertArrayEquals(new byte[] {(byte) 128, 0}, image.getBand(1).data);
        assertArrayEquals(new byte[] {(byte) 128, (byte) 255}, image.getBand(2).data);
    }

    @Test
    void oneHugeWeightDoesNotHideTheRest() {
        float[] weights = new float[200];
        Arrays.fill(weights, 0.5f);
        weights[3] = -1000;
        byte[] pixels = template(weights, 200, 1, 1).getBand(0).data;
        assertEquals(0, pixels[3]);
        assertEquals((byte) 255, pixels[4]);
    }

    @Test
    void templatesOfManyClassesAndLargeImages() throws IOException {
        List<Picture> pictures = Learned.templates(
                RawPixels.defaults(), new Matrix(100, 128 * 64), 128, 64, 1, Collections.nCopies(100, "class"));
        assertEquals(20, pictures.size());
        Planar<GrayU8> first = Small.decode(pictures.get(0).uri());
        assertEquals(64, first.width);
        assertEquals(32, first.height);
    }

    @Test
    void aSheetOfWords() {
        Planar<GrayU8> ten = new Planar<>(GrayU8.class, 1, 1, 1);
        ten.getBand(0).data[0] = 10;
        Planar<GrayU8> twenty = new Planar<>(GrayU8.class, 1, 1, 1);
        twenty.getBand(0).data[0] = 20;
        Planar<GrayU8> two = Learned.sheet(List.of(ten, twenty));
        assertEquals(10, two.width);
        assertEquals(4, two.height);
        assertArrayEquals(new byte[] {10, 10, 10, 10, -1, -1, 20, 20, 20, 20}, Arrays.copyOf(two.getBand(0).data, 10));
        Planar<GrayU8> many = Learned.sheet(Collections.nCopies(26, twenty));
        assertEquals(25 * 6 - 2, many.width);
        assertEquals(10, many.height);
        assertEquals(20, Small.pixel(many, 0, 0, 6));
        assertEquals(255, Small.pixel(many, 0, 6, 6));
    }

    /** The templates of three linear heads, as their model files have them, and nine words. */
    @Test
    void ofAnExperiment() throws IOException {
        ComparisonResult comparison = Tiny.run(temp.resolve("tiny"), 2, KernelChoice.AUTO.kernels());
        Learned learned = Learned.of(comparison, Run.defaults());
        assertEquals(
                List.of("raw pixels × softmax", "raw pixels × linear SVM", "raw pixels × one-vs-rest"),
                learned.templates().stream().map(Learned.Templates::label).toList());
        Learned.Templates softmax = learned.templates().get(0);
        assertTrue(softmax.standardized());
        assertEquals(10, softmax.pictures().size());
        float[] weights = comparison
                .runs()
                .get(0)
                .outputs()
                .model(Run.defaults())
                .orElseThrow()
                .table()
                .head()
                .fitted()
                .arrays()
                .get("weights")
                .row(2);
        Planar<GrayU8> picture = Small.decode(softmax.pictures().get(2).uri());
        Planar<GrayU8> expected = template(weights, 32, 32, 3);
        for (int band = 0; band < 3; band++) {
            assertArrayEquals(expected.getBand(band).data, picture.getBand(band).data);
        }
        assertEquals(1, learned.words().size());
        Learned.Words words = learned.words().get(0);
        assertEquals("words", words.label());
        assertTrue(words.text().startsWith("9 words of 6×6 pixels"), words.text());
        assertEquals(9 * 26 - 2, Small.decode(words.uri()).width);
    }

    @Test
    void filtersOfNetworks() throws IOException {
        Path file = temp.resolve("filters.yaml");
        Files.writeString(file, """
                name: filters
                data: {set: generated, train: 40, test: 10}
                seeds: [1]
                features:
                  - {name: pixels, type: raw-pixels}
                  - name: pool
                    type: learned-layer
                    layer: pool1
                    network: &lenet {architecture: lenet, width: 3, training: {epochs: 1, batchSize: 20}}
                heads: [{name: softmax, type: softmax, iterations: 2}, {name: LeNet, type: image-network, <<: *lenet}]
                """);
        Experiment experiment = Experiment.read(file);
        ComparisonResult comparison = Tiny.run(experiment, Run.defaults()).run();
        List<Learned.Words> words = Learned.of(comparison, Run.defaults()).words();
        assertEquals(
                List.of("pixels × LeNet", "pool", "pool × LeNet"),
                words.stream().map(Learned.Words::label).toList());
        for (Learned.Words filters : words) {
            assertEquals("filters", filters.kind());
            assertTrue(filters.text().startsWith("3 filters of 5×5 pixels"), filters.text());
        }
        assertEquals(3 * 22 - 2, Small.decode(words.get(1).uri()).width);
        separations(comparison, Learned.of(comparison, Run.defaults()).separations());
        Report.write(comparison, temp.resolve("out"), Run.defaults());
        String page = Files.readString(temp.resolve("out").resolve(Report.HTML));
        assertTrue(page.contains("<section id=\"separation\">"), "the section");
        assertTrue(page.contains("aria-label=\"Nearest class means in the layers of pixels × LeNet: input "), page);
    }

    /** Of each layer of both networks, in their order; that of a layer in the middle as computed here. */
    private static void separations(ComparisonResult comparison, List<Separation> separations) throws IOException {
        assertEquals(
                List.of("pixels × LeNet", "pool × LeNet"),
                separations.stream().map(Separation::label).toList());
        Separation pixels = separations.get(0);
        assertEquals(
                List.of("input", "conv1", "pool1", "conv2", "pool2", "hidden", "scores"),
                pixels.bars().stream().map(Separation.Bar::layer).toList());
        double most = pixels.bars().stream()
                .mapToDouble(Separation.Bar::percent)
                .max()
                .orElseThrow();
        assertTrue(pixels.conclusion().endsWith(String.format(Locale.ROOT, ", %.1f %%.", most)), pixels.conclusion());
        assertEquals(40, pixels.trainImages());
        assertEquals(10, pixels.testImages());
        assertEquals(10, pixels.chance());
        Model model = comparison
                .runs("pixels", "LeNet")
                .get(0)
                .outputs()
                .model(Run.defaults())
                .orElseThrow();
        ImageNetwork spec = (ImageNetwork) model.table().head().spec();
        NamedArrays arrays = NamedArrays.empty();
        for (var array : model.table().head().fitted().arrays().asMap().entrySet()) {
            arrays = array.getKey().startsWith("scores/") ? arrays : arrays.with(array.getKey(), array.getValue());
        }
        Network conv2 = spec.restore("conv2", arrays);
        Dataset train = comparison.plan().data().train();
        Dataset test = comparison.plan().data().test();
        Matrix ofTrain = means(conv2, RawPixels.defaults().fitted().rows(train, Run.defaults()));
        Matrix ofTest = means(conv2, RawPixels.defaults().fitted().rows(test, Run.defaults()));
        double expected = 100 * NearestMeans.accuracy(ofTrain, train.labels(), ofTest, test.labels(), 10);
        assertEquals(expected, pixels.bars().get(3).percent(), 1e-9);
        // The input is not averaged.
        double input = 100
                * NearestMeans.accuracy(
                        Tables.inMemory(RawPixels.defaults().fitted().rows(train, Run.defaults()), Run.defaults()),
                        train.labels(),
                        Tables.inMemory(RawPixels.defaults().fitted().rows(test, Run.defaults()), Run.defaults()),
                        test.labels(),
                        10);
        assertEquals(input, pixels.bars().get(0).percent(), 1e-9);
        // The check can fail: the layers differ.
        assertTrue(
                pixels.bars().stream().map(Separation.Bar::percent).distinct().count() > 1, pixels.alternative());
    }

    /** The mean of each of six maps of 16×16. */
    private static Matrix means(Network network, Rows images) {
        Matrix values = network.scores(images, Run.defaults());
        Matrix means = new Matrix(values.rows(), 6);
        for (int r = 0; r < values.rows(); r++) {
            for (int map = 0; map < 6; map++) {
                double sum = 0;
                for (int i = 0; i < 256; i++) {
                    sum += values.get(r, map * 256 + i);
                }
                means.set(r, map, (float) (sum / 256));
            }
        }
        return means;
    }

    @Test
    void wordsAmongTheParts() throws IOException {
        Path file = temp.resolve("parts.yaml");
        Files.writeString(file, """
                name: parts
                data: {set: generated, train: 20, test: 10}
                seeds: [1]
                features:
                  - name: both
                    type: concat
                    parts: [{type: color-histogram}, {type: bag-of-words, samples: 200, kMeans: {k: 5, iterations: 2}}]
                heads: [{name: softmax, type: softmax, iterations: 2}, {name: svm, type: linear-svm, iterations: 1}]
                """);
        // In memory, without a folder.
        ComparisonResult comparison =
                Tiny.run(Experiment.read(file), Run.defaults()).run();
        Learned learned = Learned.of(comparison, Run.defaults());
        assertEquals(
                List.of("both"),
                learned.words().stream().map(Learned.Words::label).toList());
        assertTrue(learned.words().get(0).text().startsWith("5 words"));
        assertEquals(List.of(), learned.templates());
    }
}
