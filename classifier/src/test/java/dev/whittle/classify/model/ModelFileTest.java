package dev.whittle.classify.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.learned.HiddenLayer;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.ridge.KernelRidge;
import dev.whittle.classify.smile.SmileRandomForest;
import dev.whittle.feature.Concat;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Preprocessed;
import dev.whittle.feature.Python;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.image.Scale;
import dev.whittle.feature.image.Size;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Standardize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("bits")
class ModelFileTest {
    static final Run RUN = Run.defaults().withThreads(2);

    /** As the version that wrote the file had it. */
    private static final int VERSION_1_SCORES = 1914597269;

    @TempDir
    Path folder;

    /** Random images whose brightness tells their class. */
    private record Images(int size, int width, int height, int bands) implements Dataset {
        @Override
        public Planar<GrayU8> image(int i) {
            Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands);
            Rng rng = new Rng(7, "images", i);
            for (GrayU8 band : image.bands) {
                for (int p = 0; p < band.data.length; p++) {
                    band.data[p] = (byte) (label(i) * 60 + rng.nextInt(100));
                }
            }
            return image;
        }

        @Override
        public int label(int i) {
            return i % classes().size();
        }

        @Override
        public String name(int i) {
            return "image " + i;
        }

        @Override
        public List<String> classes() {
            return List.of("dark", "gräulich \"2\"", "light");
        }
    }

    private static Model train(
            Dataset data,
            Spec<Dataset, ? extends FeatureExtractor> features,
            List<Spec<Rows, ? extends Transform>> transforms,
            Spec<Samples, ? extends Classifier> head) {
        return Pipeline.of(features, transforms, head).fit(data, RUN);
    }

    static Model small() {
        return train(new Images(12, 2, 2, 1), RawPixels.defaults(), List.of(Standardize.defaults()), Softmax.l2(1e-2));
    }

    static Stream<Model> models() {
        Images images = new Images(30, 8, 6, 3);
        Spec<Dataset, ? extends FeatureExtractor> words = decode(
                "{\"type\": \"bag-of-words\", \"samples\": 200, \"grid\": 1, \"patches\": {\"size\": 3}, \"kMeans\": {\"k\": 7}}",
                Dataset.class,
                FeatureExtractor.class);
        Spec<Dataset, ? extends FeatureExtractor> hog =
                decode("{\"type\": \"hog\", \"cellSize\": 2}", Dataset.class, FeatureExtractor.class);
        Mlp mlp = (Mlp) decode(
                "{\"type\": \"mlp\", \"hidden\": [5], \"training\": {\"epochs\": 2}}", Samples.class, Classifier.class);
        return Stream.of(
                small(),
                train(images, RawPixels.defaults(), List.of(), LinearSvm.defaults()),
                train(images, words, List.of(), Softmax.defaults()),
                train(images, hog, List.of(Standardize.defaults()), Softmax.defaults()),
                train(
                        images,
                        Preprocessed.of(words, Equalize.defaults(), new Scale(new Size(7, 9), Fit.CROP)),
                        List.of(),
                        Softmax.defaults()),
                train(
                        images,
                        new Concat(List.of(new RawPixels(true), ColorHistogram.defaults())),
                        List.of(Standardize.defaults(), Standardize.defaults()),
                        mlp),
                train(images, new HiddenLayer(mlp, true), List.of(), Softmax.defaults()));
    }

    private static <D, M extends dev.whittle.feature.Fitted> Spec<D, ? extends M> decode(
            String json, Class<D> data, Class<M> fitted) {
        try {
            JsonAt at = new JsonAt(CanonicalJson.parse(json.getBytes(StandardCharsets.UTF_8)), pointer -> pointer);
            return SpecJson.installed().decode(at, data, fitted);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModelReadGivesTheSameBitsAndTheSameFile(Model model) throws IOException {
        Images test = new Images(
                50,
                model.images().width(),
                model.images().height(),
                model.images().bands());
        Path file = folder.resolve("model.zip");
        model.write(file);
        Model read = Model.read(file, RUN);
        assertEquals(model.features().spec(), read.features().spec());
        assertEquals(model.table().head().spec(), read.table().head().spec());
        assertEquals(model.classes(), read.classes());
        Matrix scores = model.scores(test, RUN);
        assertTrue(scores.bitsEqual(read.scores(test, RUN)));
        assertArrayEquals(scores.row(7), read.scores(test.image(7), RUN));
        assertArrayEquals(Classifier.largest(scores), read.predict(test, RUN));
        Path again = folder.resolve("again.zip");
        read.write(again);
        assertEquals(-1, Files.mismatch(file, again));
        assertTrue(read.bitsPromised());
    }

    /** Made by the version of Whittle before: {@code hue-histogram} of the generated data set. */
    @Test
    void aFileOfVersion1IsRead() throws IOException {
        Path file = folder.resolve("old.npz");
        try (InputStream in = ModelFileTest.class.getResourceAsStream("version-1.npz")) {
            Files.copy(in, file);
        }
        Model model = Model.read(file, RUN);
        assertEquals(new ImageShape(32, 32, 3), model.images());
        Path again = folder.resolve("again.npz");
        model.write(again);
        Model renewed = Model.read(again, RUN);
        Images test = new Images(20, 32, 32, 3);
        Matrix scores = model.scores(test, RUN);
        assertTrue(scores.bitsEqual(renewed.scores(test, RUN)));
        assertEquals(VERSION_1_SCORES, Arrays.hashCode(scores.data()));
        byte[] damaged = Files.readAllBytes(file);
        damaged[damaged.length / 2] ^= 1;
        Files.write(file, damaged);
        assertRefused(file, "");
    }

    /** A setting that may be absent: landmarks. */
    @Test
    void kernelRidgeIsWrittenAndRead() throws IOException {
        Images images = new Images(30, 3, 3, 1);
        Matrix rows = RawPixels.defaults().fit(images, RUN).extractAll(images, RUN);
        Samples samples = new Samples(rows, images.labels(), 3);
        Path file = folder.resolve("ridge.npz");
        for (KernelRidge head : List.of(new KernelRidge(0.1, 1), new KernelRidge(0.1, 1, 7))) {
            TableModel model = TablePipeline.of(head).fit(samples, RUN);
            model.write(file);
            TableModel read = TableModel.read(file);
            assertEquals(head, read.head().spec());
            assertTrue(model.scores(rows, RUN).bitsEqual(read.scores(rows, RUN)));
        }
    }

    @Test
    void aModelOfTablesIsWrittenAndRead() throws IOException {
        Images images = new Images(30, 3, 3, 1);
        Matrix rows = RawPixels.defaults().fit(images, RUN).extractAll(images, RUN);
        Samples samples = new Samples(rows, images.labels(), 3);
        Path file = folder.resolve("table.npz");
        for (List<String> classes : List.of(List.<String>of(), images.classes())) {
            TableModel model =
                    TablePipeline.of(Standardize.defaults(), Softmax.defaults()).fit(samples, classes, RUN);
            model.write(file);
            TableModel read = TableModel.read(file);
            assertTrue(model.scores(rows, RUN).bitsEqual(read.scores(rows, RUN)));
            assertEquals(classes, read.classes());
            assertEquals(1, read.evaluate(samples, RUN).accuracy());
        }
        assertRefused(file, "TableModel.read");
        small().write(file);
        assertTrue(assertThrows(IOException.class, () -> TableModel.read(file, RUN))
                .getMessage()
                .contains("Model.read"));
        assertEquals(
                "The model was trained on rows of 4 values, got 5",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> small().table().scores(new Matrix(1, 5), RUN))
                        .getMessage());
    }

    /** Colour histograms have one length for images of any size. */
    @Test
    void trainedOnImagesOfSeveralSizesItTakesAny() throws IOException {
        Images small = new Images(12, 5, 4, 3);
        Images large = new Images(12, 9, 9, 3);
        Model model = train(
                new Mixed(small, large),
                ColorHistogram.defaults(),
                List.of(Standardize.defaults()),
                Softmax.defaults());
        assertTrue(model.images().anySize());
        Path file = folder.resolve("any.npz");
        model.write(file);
        Model read = Model.read(file, RUN);
        assertEquals(model.images(), read.images());
        assertTrue(model.scores(large, RUN).bitsEqual(read.scores(large, RUN)));
        assertArrayEquals(
                model.scores(large, RUN).row(3),
                model.scores(new Mixed(small, large), RUN).row(7));
        assertThrows(IllegalArgumentException.class, () -> read.scores(new Images(1, 5, 4, 1), RUN));
    }

    /** A model of both would refuse half of the images it was trained on. */
    @Test
    void grayAndRgbImagesAreRefused() {
        Mixed images = new Mixed(new Images(12, 5, 4, 1), new Images(12, 9, 9, 3));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> train(images, ColorHistogram.defaults(), List.of(), Softmax.defaults()))
                .getMessage();
        assertEquals(
                "A model takes images that are all gray or all RGB, but image 0 has 5x4 pixels and 1 band and image 1"
                        + " has 9x9 pixels and 3 bands",
                message);
    }

    /** The images of two in turns. */
    private record Mixed(Images even, Images odd) implements Dataset {
        @Override
        public int size() {
            return 2 * even.size();
        }

        @Override
        public Planar<GrayU8> image(int i) {
            return (i % 2 == 0 ? even : odd).image(i / 2);
        }

        @Override
        public int label(int i) {
            return even.label(i / 2);
        }

        @Override
        public String name(int i) {
            return "image " + i;
        }

        @Override
        public List<String> classes() {
            return even.classes();
        }
    }

    @Test
    void theComparisonOfScoresCanFail() {
        Images test = new Images(50, 2, 2, 1);
        Model other = train(new Images(9, 2, 2, 1), RawPixels.defaults(), List.of(), Softmax.l2(1e-2));
        assertFalse(small().scores(test, RUN).bitsEqual(other.scores(test, RUN)));
    }

    static void assertRefused(Path file, String reason) {
        IOException e = assertThrows(IOException.class, () -> Model.read(file, RUN));
        assertTrue(
                e.getMessage().startsWith(file + ": ") && e.getMessage().contains(reason),
                () -> "expected '" + reason + "': " + e.getMessage());
    }

    @Test
    void aHeadOfSmileCannotBeWritten() throws IOException {
        Model model = train(new Images(30, 2, 2, 1), RawPixels.defaults(), List.of(), new SmileRandomForest(2, 3, 1));
        assertFalse(model.bitsPromised());
        assertThrows(IllegalStateException.class, () -> model.write(folder.resolve("m.zip")));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void imagesOfAnotherShapeAreRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> small().scores(new Images(1, 3, 2, 3), RUN))
                .getMessage();
        assertTrue(
                message.endsWith(
                        "The model was trained on images of 2x2 pixels and 1 band, but image 0 has 3x2 pixels and 3"
                                + " bands; convert it to gray first, as whittle predict does"),
                message);
    }

    /** The JDK's and Python's own ZIP readers, NumPy and SHA-256 agree about the file. */
    @Test
    void otherProgramsReadTheFile() throws Exception {
        Path file = folder.resolve("model.zip");
        small().write(file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertEquals(
                    List.of(
                            "model.json",
                            "head/bias.npy",
                            "head/weights.npy",
                            "transforms/0/mean.npy",
                            "transforms/0/scale.npy",
                            "model.sha256"),
                    zip.stream().map(ZipEntry::getName).toList());
        }
        String script = """
                import hashlib, json, sys, zipfile
                import numpy as np
                z = zipfile.ZipFile(sys.argv[1])
                assert z.testzip() is None
                text = z.read('model.json')
                assert z.read('model.sha256').decode() == hashlib.sha256(text).hexdigest() + '  model.json\\n'
                arrays = np.load(sys.argv[1], allow_pickle=False)
                listed = json.loads(text)['arrays']
                assert len(listed) == 4
                for a in listed:
                    assert list(arrays[a['name']].shape) == a['shape'], a
                    assert hashlib.sha256(z.read(a['name'] + '.npy')).hexdigest() == a['sha256'], a
                """;
        assumeTrue(Python.run(folder.resolve("python.log"), "import numpy") == 0, "needs python3 with numpy");
        assertEquals(
                0,
                Python.run(folder.resolve("python.log"), script, file.toString()),
                () -> read(folder.resolve("python.log")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
