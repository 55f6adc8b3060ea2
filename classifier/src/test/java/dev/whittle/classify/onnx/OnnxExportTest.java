package dev.whittle.classify.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.learned.HiddenLayer;
import dev.whittle.classify.learned.LearnedLayer;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.linear.Perceptron;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.loss.LossName;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Pipeline;
import dev.whittle.classify.model.TableModel;
import dev.whittle.classify.model.TablePipeline;
import dev.whittle.classify.nn.Activation;
import dev.whittle.classify.nn.Architecture;
import dev.whittle.classify.nn.Border;
import dev.whittle.classify.nn.Flip;
import dev.whittle.classify.nn.ImageNetwork;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.nn.Views;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.ridge.KernelRidge;
import dev.whittle.classify.smile.SmileHead;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Preprocessed;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.TestData;
import dev.whittle.feature.Transform;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.image.GaussianBlur;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Pca;
import dev.whittle.feature.transform.Power;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.feature.transform.Zca;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Exported models give Whittle's scores in ONNX Runtime. */
class OnnxExportTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final int WIDTH = 7;
    private static final int HEIGHT = 5;
    private static final List<String> CLASSES = List.of("dark", "gräulich \"2\"", "light");
    private static final MiniBatches SHORT =
            MiniBatches.builder().epochs(3).batchSize(8).build();

    /** A layer of each network on images: two of images and one of vectors. */
    private static final Map<Architecture, String> LAYERS = Map.of(
            Architecture.LENET,
            "pool2",
            Architecture.SMALL,
            "hidden",
            Architecture.RESIDUAL,
            "stage2block1",
            Architecture.FAST,
            "block2a",
            Architecture.FAST_NARROW,
            "whitening");

    @TempDir
    private Path folder;

    /** Random images, the pixels of each in a range that tells its class. */
    private static Dataset images(int n, int bands, int seed) {
        List<Planar<GrayU8>> images = new ArrayList<>();
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 3;
            Planar<GrayU8> image = TestData.random(WIDTH, HEIGHT, bands, seed + i);
            for (int b = 0; b < bands; b++) {
                byte[] data = image.getBand(b).data;
                for (int p = 0; p < data.length; p++) {
                    data[p] = (byte) ((data[p] & 0xFF) / 3 + 80 * labels[i]);
                }
            }
            images.add(image);
        }
        return Images.of(images, labels, CLASSES);
    }

    /** The input of an exported model: N x bands x rows x columns. */
    private static float[] pixels(Dataset data) {
        int bands = data.image(0).getNumBands();
        float[] all = new float[data.size() * bands * HEIGHT * WIDTH];
        int at = 0;
        for (int i = 0; i < data.size(); i++) {
            for (int b = 0; b < bands; b++) {
                for (int y = 0; y < HEIGHT; y++) {
                    for (int x = 0; x < WIDTH; x++) {
                        all[at++] = data.image(i).getBand(b).get(x, y);
                    }
                }
            }
        }
        return all;
    }

    record Case(
            Spec<Dataset, ? extends FeatureExtractor> features,
            List<Spec<Rows, ? extends Transform>> transforms,
            Spec<Samples, ? extends Classifier> head,
            int bands) {
        Model fit() {
            return Pipeline.of(features, transforms, head).fit(images(45, bands, 1), RUN);
        }
    }

    static Stream<Case> cases() {
        RawPixels pixels = RawPixels.defaults();
        Mlp mlp = Mlp.relu(List.of(9, 6), 1e-3, SHORT);
        return Stream.of(
                new Case(pixels, List.of(), Softmax.l2(1e-2), 1),
                new Case(pixels, List.of(Standardize.defaults()), LinearSvm.defaults(), 3),
                new Case(new RawPixels(true), List.of(new Pca(6, true, 1e-3)), Perceptron.defaults(), 3),
                new Case(new RawPixels(true), List.of(new Zca(0.1), Standardize.defaults()), mlp, 1),
                new Case(
                        pixels,
                        List.of(Standardize.defaults(), new Pca(9, false, 1e-3), new Zca(0.1)),
                        Softmax.l2(1e-2),
                        3),
                new Case(new HiddenLayer(mlp, true), List.of(Standardize.defaults()), Softmax.l2(1e-2), 3),
                new Case(new HiddenLayer(mlp, false), List.of(), mlp, 1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void imagesHaveTheSameScores(Case c) throws Exception {
        Model model = c.fit();
        Dataset test = images(20, c.bands, 500);
        Path file = folder.resolve("model.onnx");
        OnnxExport.write(model, file);
        OnnxRuns.Outputs outputs = OnnxRuns.run(file, "images", pixels(test), 20, c.bands, HEIGHT, WIDTH);
        Matrix expected = model.scores(test, RUN);
        OnnxRuns.assertClose(expected, outputs.scores());
        assertArrayEquals(Classifier.largest(outputs.scores()), outputs.classes());
        assertEquals(
                "[\"dark\",\"gräulich \\\"2\\\"\",\"light\"]",
                outputs.metadata().get("classes"));
        String images = outputs.metadata().get("images");
        assertEquals(
                WIDTH + "x" + HEIGHT + " pixels and " + c.bands + (c.bands == 1 ? " band" : " bands")
                        + ", from 0 to 255",
                images);
    }

    /** Networks on images, as heads of raw pixels, and layers of them, of images and of vectors, as features. */
    @ParameterizedTest
    @EnumSource(Architecture.class)
    void networksOnImagesHaveTheSameScores(Architecture architecture) throws Exception {
        List<Planar<GrayU8>> images = new ArrayList<>();
        int[] labels = new int[24];
        for (int i = 0; i < labels.length; i++) {
            images.add(TestData.random(32, 32, 3, i));
            labels[i] = i % 3;
        }
        Dataset data = Images.of(images, labels);
        ImageNetwork network = new ImageNetwork(
                architecture,
                4,
                List.of(),
                Flip.RANDOM,
                2,
                Border.ZERO,
                4,
                0,
                5e-4,
                Views.NONE,
                MiniBatches.builder().epochs(1).batchSize(12).build());
        float[] x = new float[labels.length * 3 * 1024];
        for (int i = 0; i < x.length; i++) {
            x[i] = images.get(i / 3072).getBand(i / 1024 % 3).data[i % 1024] & 0xFF;
        }
        Path file = folder.resolve("network.onnx");
        for (Model model : List.of(
                Pipeline.of(RawPixels.defaults(), network).fit(data, RUN),
                Pipeline.of(new LearnedLayer(network, LAYERS.get(architecture), true), Softmax.defaults())
                        .fit(data, RUN))) {
            OnnxExport.write(model, file);
            OnnxRuns.Outputs outputs = OnnxRuns.run(file, "images", x, labels.length, 3, 32, 32);
            OnnxRuns.assertCloseInAll(model.scores(data, RUN), outputs.scores());
        }
    }

    /** Their file would give other scores without a word. */
    @Test
    void viewsAreRefusedByName() {
        ImageNetwork network = new ImageNetwork(
                Architecture.LENET, 2, List.of(), Flip.NONE, 0, Border.ZERO, 0, 0, 0, Views.FLIP, SHORT);
        TableModel model = TablePipeline.of(network).fit(TestSamples.clouds(20, 64, 2, 1, 1), RUN);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> OnnxExport.write(model, folder.resolve("views.onnx")))
                .getMessage();
        assertTrue(
                message.startsWith(
                        "ONNX files cannot hold the views flip of the head image-network (train with views: none"),
                message);
    }

    /** With batch normalisation and dropout, and values beyond those it was trained on. */
    @ParameterizedTest
    @EnumSource(Activation.class)
    void networksOfAllActivationsHaveTheSameScores(Activation activation) throws Exception {
        for (boolean norm : new boolean[] {false, true}) {
            Mlp mlp = new Mlp(List.of(8, 5), activation, LossName.CROSS_ENTROPY, 0.2, norm, 0, 0, SHORT);
            TableModel model = TablePipeline.of(mlp).fit(TestSamples.clouds(60, 4, 3, 2, 1), RUN);
            if (activation == Activation.SILU || activation == Activation.GELU) {
                OnnxRuns.assertCloseInAll(
                        model.scores(rows(), RUN), exported(model).scores());
            } else {
                assertSameScores(model, 3);
            }
        }
    }

    @Test
    void aHeadWithoutHiddenLayersAndClassesHasTheSameScores() throws Exception {
        Mlp mlp = Mlp.relu(List.of(), 0, SHORT);
        assertSameScores(TablePipeline.of(mlp).fit(TestSamples.clouds(60, 4, 2, 2, 1), RUN), 2);
    }

    private void assertSameScores(TableModel model, int classes) throws Exception {
        OnnxRuns.Outputs outputs = exported(model);
        assertEquals(classes, outputs.scores().columns());
        OnnxRuns.assertClose(model.scores(rows(), RUN), outputs.scores());
        assertArrayEquals(Classifier.largest(outputs.scores()), outputs.classes());
        assertNull(outputs.metadata().get("classes"));
    }

    /** Values beyond those of the training rows. */
    private static Matrix rows() {
        Matrix rows = TestData.gaussians(50, 4, 7);
        for (int i = 0; i < rows.data().length; i++) {
            rows.data()[i] *= 4;
        }
        return rows;
    }

    private OnnxRuns.Outputs exported(TableModel model) throws Exception {
        Path file = folder.resolve("head.onnx");
        OnnxExport.write(model, file);
        return OnnxRuns.run(file, "rows", rows().data(), 50, 4);
    }

    /**
     * A linear head of one luma at a time: weights are those of all pixels, so a pixel that is off by one is seen. The
     * images have every value of each band, and many sums at both sides of a half.
     */
    @Test
    void theLumaIsRoundedAsInWhittle() throws Exception {
        List<Planar<GrayU8>> images = new ArrayList<>();
        int[] labels = new int[300];
        for (int i = 0; i < labels.length; i++) {
            images.add(TestData.random(1, 1, 3, i));
            images.get(i).getBand(i % 3).data[0] = (byte) i;
            labels[i] = i % 2;
        }
        Dataset data = Images.of(images, labels);
        Model model = Pipeline.of(new RawPixels(true), Softmax.l2(1e-6)).fit(data, RUN);
        float[] pixels = new float[3 * labels.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = images.get(i / 3).getBand(i % 3).data[0] & 0xFF;
        }
        Path file = folder.resolve("luma.onnx");
        OnnxExport.write(model, file);
        OnnxRuns.Outputs outputs = OnnxRuns.run(file, "images", pixels, labels.length, 3, 1, 1);
        OnnxRuns.assertClose(model.scores(data, RUN), outputs.scores());
    }

    @Test
    void equalScoresGiveTheFirstClass() throws Exception {
        Samples same = new Samples(new Matrix(4, 2), new int[] {0, 1, 2, 1}, 3);
        TableModel model = TablePipeline.of(new Perceptron(false, 1)).fit(same, RUN);
        Path file = folder.resolve("head.onnx");
        OnnxExport.write(model, file);
        OnnxRuns.Outputs outputs = OnnxRuns.run(file, "rows", new float[2], 1, 2);
        assertArrayEquals(model.predict(new Matrix(1, 2), RUN), outputs.classes());
    }

    @Test
    @Tag("bits")
    void theSameModelGivesTheSameBytes() throws Exception {
        Model model = new Case(RawPixels.defaults(), List.of(Standardize.defaults()), Mlp.relu(List.of(4), 0, SHORT), 3)
                .fit();
        Path npz = folder.resolve("model.npz");
        model.write(npz);
        OnnxExport.write(model, folder.resolve("a.onnx"));
        OnnxExport.write(Model.read(npz, RUN), folder.resolve("b.onnx"));
        byte[] bytes = Files.readAllBytes(folder.resolve("a.onnx"));
        assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("b.onnx")));
        assertEquals("5ff38f5e6f16fae6", sha256(bytes).substring(0, 16));
        assertEquals(sha256(Files.readAllBytes(npz)), model.sha256());
        TableModel table = model.table();
        table.write(npz);
        assertEquals(sha256(Files.readAllBytes(npz)), table.sha256());
    }

    @Test
    void theHashOfTheModelFileIsInTheMetadata() throws Exception {
        TableModel model = TablePipeline.of(Softmax.defaults()).fit(TestSamples.clouds(30, 4, 3, 2, 1), RUN);
        Path file = folder.resolve("head.onnx");
        OnnxExport.write(model, file);
        assertEquals(
                model.sha256(),
                OnnxRuns.run(file, "rows", new float[4], 1, 4).metadata().get("model-sha256"));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** All that cannot be exported is named at once, and no file is left. */
    @Test
    void whatCannotBeExportedIsRefusedByName() throws IOException {
        Model histogram = new Case(
                        ColorHistogram.defaults(),
                        List.of(Power.defaults(), Standardize.defaults()),
                        KernelRidge.defaults(),
                        3)
                .fit();
        Path file = folder.resolve("model.onnx");
        Files.write(file, new byte[] {1});
        Messages.says(
                () -> OnnxExport.write(histogram, file),
                "the feature color-histogram",
                "the transform power",
                "the head kernel-ridge",
                "raw-pixels",
                "hidden-layer",
                "standardize, pca and zca",
                "mlp");
        assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
        Preprocessed steps = Preprocessed.of(RawPixels.defaults(), Equalize.defaults(), GaussianBlur.defaults());
        Model equalized = new Case(steps, List.of(), Softmax.defaults(), 3).fit();
        Messages.says(() -> OnnxExport.write(equalized, file), "the image step equalize", "the image step blur");
        SmileHead knn = new SmileHead((x, y) -> smile.classification.KNN.fit(x, y, 1));
        TableModel smile = TablePipeline.of(knn).fit(TestSamples.clouds(30, 4, 3, 2, 1), RUN);
        Messages.says(() -> OnnxExport.write(smile, file), "the head SmileHead");
        List<Planar<GrayU8>> sizes = List.of(TestData.random(9, 9, 3, 1), TestData.random(9, 8, 3, 1));
        Model anySize =
                Pipeline.of(ColorHistogram.defaults(), Softmax.defaults()).fit(Images.of(sizes, new int[] {0, 1}), RUN);
        Messages.says(() -> OnnxExport.write(anySize, file), "images of any size");
        assertEquals(1, Arrays.stream(folder.toFile().list()).count());
        assertFalse(Files.exists(folder.resolve("model.onnx.0.tmp")));
    }
}
