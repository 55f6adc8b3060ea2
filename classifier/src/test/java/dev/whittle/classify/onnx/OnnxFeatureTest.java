package dev.whittle.classify.onnx;

import static dev.whittle.classify.onnx.OnnxGraph.BATCH;
import static dev.whittle.classify.onnx.OnnxGraph.FLOAT;
import static dev.whittle.classify.onnx.OnnxGraph.INT64;
import static dev.whittle.classify.onnx.OnnxGraph.attribute;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.learned.HiddenLayer;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Pipeline;
import dev.whittle.classify.model.TablePipeline;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.image.Scale;
import dev.whittle.feature.image.Size;
import dev.whittle.feature.table.Matrix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks whose values are known, and files that cannot be used. */
class OnnxFeatureTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    @TempDir
    private Path folder;

    private Path write(OnnxGraph graph) throws Exception {
        return SmallNetworks.write(graph, folder.resolve("network.onnx"));
    }

    private static OnnxFeature feature(Path file, String layer) {
        return OnnxFeature.of(file, layer);
    }

    private static FeatureExtractor open(OnnxFeature feature) {
        return feature.fit(null, RUN);
    }

    /** The pixels 1 to 16. */
    private static Planar<GrayU8> counted() {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 4, 4, 1);
        for (int i = 0; i < 16; i++) {
            image.getBand(0).data[i] = (byte) (i + 1);
        }
        return image;
    }

    /**
     * A pixel minus that below to the right is -5, with the bias 1. The pixel to the right minus 7 is -5 -4 -3, -1 0 1,
     * 3 4 5 in the rows; without the negative ones the maxima are 0 1, 4 5. The sums are 4 + 10 and 0 + 1 + 2 + 3 + 5 +
     * 24 + 35.
     */
    @Test
    void valuesOfANetworkComputedByHand() throws Exception {
        Path file = write(SmallNetworks.byHand());
        float[] conv = {1, 1, 1, 1, 1, 1, 1, 1, 1, -5, -4, -3, -1, 0, 1, 3, 4, 5};
        float[] relu = {1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 3, 4, 5};
        float[] pool = {1, 1, 1, 1, 0, 1, 4, 5};
        assertArrayEquals(conv, open(feature(file, "conv")).extract(counted(), RUN));
        assertArrayEquals(relu, open(feature(file, "relu")).extract(counted(), RUN));
        assertArrayEquals(pool, open(feature(file, "pool")).extract(counted(), RUN));
        assertArrayEquals(pool, open(feature(file, "flat")).extract(counted(), RUN));
        assertArrayEquals(new float[] {14.5f, 0}, open(feature(file, "sums")).extract(counted(), RUN));
        assertArrayEquals(new float[] {14.5f, 0}, open(feature(file, null)).extract(counted(), RUN));
    }

    @Test
    void pixelsAreNormalizedBandByBandInBothLayouts() throws Exception {
        Planar<GrayU8> image = TestData.random(9, 6, 3, 4);
        double[] mean = {10, 20, 30};
        double[] std = {2, 40, 5.5};
        float[] x = new float[3 * 54];
        for (int i = 0; i < x.length; i++) {
            int v = image.getBand(i / 54).data[i % 54] & 0xFF;
            x[i] = (float) ((v - mean[i / 54]) / std[i / 54]);
        }
        double[][] expected = SmallNetworks.filtersByDefinition(x, 3, 6, 9, 4);
        for (boolean nhwc : new boolean[] {false, true}) {
            Path file = write(SmallNetworks.filters(BATCH, 3, 4, nhwc));
            for (String layer : new String[] {"conv", "means"}) {
                OnnxFeature feature = new OnnxFeature(
                        file.toString(),
                        layer,
                        null,
                        List.of(10.0, 20.0, 30.0),
                        List.of(2.0, 40.0, 5.5),
                        nhwc ? Layout.NHWC : Layout.NCHW,
                        null);
                OnnxRuns.assertClose(
                        row(expected[layer.equals("conv") ? 0 : 1]),
                        Matrix.of(open(feature).extract(image, RUN)));
            }
        }
    }

    private static Matrix row(double[] values) {
        Matrix row = new Matrix(1, values.length);
        for (int i = 0; i < values.length; i++) {
            row.data()[i] = (float) values[i];
        }
        return row;
    }

    /** Larger batches give the same up to rounding, also where the last one is not full. */
    @Test
    void batchesGiveTheSame() throws Exception {
        List<Planar<GrayU8>> images = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            images.add(TestData.random(4, 4, 1, i));
        }
        Dataset data = TestData.data(images);
        Path file = write(SmallNetworks.byHand());
        Matrix expected = open(feature(file, null)).extractAll(data, RUN);
        for (int batch : new int[] {2, 5, 21, 64}) {
            OnnxFeature batches = new OnnxFeature(file.toString(), null, null, null, null, null, batch);
            OnnxRuns.assertClose(expected, open(batches).extractAll(data, RUN));
        }
    }

    @Test
    void imagesAreScaledAsTheStepScaleDoes() throws Exception {
        Path file = write(SmallNetworks.byHand());
        Planar<GrayU8> image = TestData.random(17, 11, 1, 3);
        OnnxFeature feature = new OnnxFeature(file.toString(), null, new Size(4, 4), null, null, null, null);
        Planar<GrayU8> scaled =
                new Scale(new Size(4, 4), Scale.defaults().fit()).fit(null, RUN).apply(image, RUN);
        FeatureExtractor extractor = open(feature);
        assertArrayEquals(open(feature(file, null)).extract(scaled, RUN), extractor.extract(image, RUN));
        assertTrue(extractor.takesAnySize());
        assertFalse(open(feature(file, null)).takesAnySize());
        assertEquals(2, extractor.length(300, 200, 1));
    }

    /** What Whittle exports is a feature again. */
    @Test
    void anExportedModelGivesItsScoresAndItsHiddenLayer() throws Exception {
        List<Planar<GrayU8>> images = new ArrayList<>();
        int[] labels = new int[24];
        for (int i = 0; i < labels.length; i++) {
            images.add(TestData.random(6, 5, 3, i));
            labels[i] = i % 3;
        }
        Dataset data = Images.of(images, labels);
        HiddenLayer hidden = new HiddenLayer(
                Mlp.relu(List.of(7), 0, MiniBatches.builder().epochs(2).build()), true);
        Model model = Pipeline.of(hidden, Softmax.defaults()).fit(data, RUN);
        Path file = folder.resolve("model.onnx");
        OnnxExport.write(model, file);
        OnnxRuns.assertClose(
                model.scores(data, RUN), open(feature(file, "scores")).extractAll(data, RUN));
        OnnxRuns.assertClose(
                model.features().fitted().extractAll(data, RUN),
                open(feature(file, "features")).extractAll(data, RUN));
    }

    @Test
    void aModelWithTheFeatureIsSavedAndReadAgain() throws Exception {
        Path file = write(SmallNetworks.byHand());
        List<Planar<GrayU8>> images = new ArrayList<>();
        int[] labels = new int[20];
        for (int i = 0; i < labels.length; i++) {
            images.add(TestData.random(4, 4, 1, i));
            labels[i] = i % 2;
        }
        Dataset data = Images.of(images, labels);
        Model model = Pipeline.of(feature(file, "pool"), Softmax.defaults()).fit(data, RUN);
        assertFalse(model.bitsPromised());
        model.write(folder.resolve("model.npz"));
        Model read = Model.read(folder.resolve("model.npz"), RUN);
        assertEquals(model.features().spec(), read.features().spec());
        assertArrayEquals(model.scores(data, RUN).data(), read.scores(data, RUN).data());
        assertEquals(List.of(file), read.features().spec().files());
        Files.delete(file);
        Messages.says(
                java.io.IOException.class,
                () -> Model.read(folder.resolve("model.npz"), RUN),
                file.toString(),
                "not exist");
    }

    // ---- what cannot be used

    private void refused(OnnxFeature feature, String... parts) {
        Messages.says(() -> open(feature), parts);
    }

    @Test
    void filesThatAreNoNetworksAreNamed() throws Exception {
        Path file = folder.resolve("network.onnx");
        refused(feature(file, null), file.toString(), "does not exist");
        refused(feature(folder, null), folder.toString(), "folder");
        Files.write(file, new byte[0]);
        refused(feature(file, null), file.toString(), "empty");
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\n");
        refused(feature(file, null), file.toString(), "no ONNX file", "byte 0");
        byte[] whole = Files.readAllBytes(write(SmallNetworks.byHand()));
        for (int length = 1; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            Messages.says(java.io.IOException.class, () -> OnnxFile.read(file), file.toString(), "no ONNX file");
        }
        Files.write(file, whole);
        assertEquals(2, open(feature(file, null)).length(4, 4, 1));
    }

    /** A file whose structure is right, but whose contents ONNX Runtime refuses. */
    @Test
    void whatOnnxRuntimeRefusesIsSaidWithTheVersions() throws Exception {
        Path file = write(SmallNetworks.byHand());
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(OnnxGraph.OPSET, bytes[bytes.length - 1]);
        bytes[bytes.length - 1] = 99;
        Files.write(file, bytes);
        refused(feature(file, null), file.toString(), "opset 99 of ai.onnx", "IR version 7", "1.24.2");
        OnnxGraph unknown = new OnnxGraph();
        String x = unknown.input("x", BATCH, 1, 4, 4);
        unknown.output(unknown.add("NoSuchOperator", "y", List.of(x)), FLOAT, BATCH, 1, 4, 4);
        refused(feature(write(unknown), null), "NoSuchOperator", "opset 13");
    }

    @Test
    void valuesThatAreNotThereAreToldWithThoseThatAre() throws Exception {
        Path file = write(SmallNetworks.byHand());
        refused(feature(file, "fc7"), "'fc7'", "outputs are sums", "conv, relu, pool, flat");
        refused(feature(file, "matrix"), "'matrix'");
        OnnxGraph two = SmallNetworks.byHand();
        two.output("relu", FLOAT, BATCH, 2, 3, 3);
        Path both = write(two);
        refused(feature(both, null), "2 outputs", "sums, relu", "layer");
        assertEquals(18, open(feature(both, "relu")).length(4, 4, 1));
    }

    @Test
    void inputsAndValuesThatAreNoFloatsOfImagesAreRefused() throws Exception {
        Path table = folder.resolve("table.onnx");
        OnnxExport.write(TablePipeline.of(Softmax.defaults()).fit(TestSamples.clouds(30, 4, 3, 2, 1), RUN), table);
        refused(feature(table, "scores"), "'rows'", "[-1, 4]", "N x bands x rows x columns");
        OnnxGraph graph = SmallNetworks.byHand();
        graph.output(graph.add("ArgMax", "largest", List.of("sums"), attribute("axis", 1)), INT64, BATCH, 1);
        refused(feature(write(graph), "largest"), "'largest'", "INT64", "FLOAT");
        OnnxGraph two = new OnnxGraph();
        two.output(
                two.add("Add", "sum", List.of(two.input("a", BATCH, 1, 2, 2), two.input("b", BATCH, 1, 2, 2))),
                FLOAT,
                BATCH,
                1,
                2,
                2);
        refused(feature(write(two), null), "inputs", "a", "b", "expected one");
        refused(feature(write(SmallNetworks.filters(BATCH, 5, 2, false)), null), "5 bands", "NHWC");
        OnnxGraph summed = new OnnxGraph();
        String x = summed.input("x", BATCH, 1, 2, 2);
        summed.output(summed.add("ReduceSum", "all", List.of(x), attribute("keepdims", 0)), FLOAT);
        Messages.says(() -> open(feature(write(summed), null)).length(2, 2, 1), "'all'", "[]", "number of images");
    }

    @Test
    void imagesThatTheNetworkDoesNotTakeAreRefused() throws Exception {
        FeatureExtractor small = open(feature(write(SmallNetworks.byHand()), null));
        Messages.says(() -> small.length(5, 4, 1), "4x4 pixels and 1 band", "5x4", "size");
        Messages.says(() -> small.length(4, 4, 3), "1 band", "3 bands");
        Path rgb = write(SmallNetworks.filters(BATCH, 3, 2, false));
        List<Double> three = List.of(1.0, 2.0, 3.0);
        Path gray = SmallNetworks.write(SmallNetworks.filters(BATCH, 1, 2, false), folder.resolve("gray.onnx"));
        FeatureExtractor means = open(new OnnxFeature(gray.toString(), null, null, three, null, null, null));
        Messages.says(() -> means.length(4, 4, 1), "mean", "3 values", "1 band");
        assertEquals(
                2,
                open(new OnnxFeature(rgb.toString(), null, null, three, three, null, null))
                        .length(4, 4, 3));
        Path four = SmallNetworks.write(SmallNetworks.filters(4, 1, 2, false), folder.resolve("four.onnx"));
        refused(new OnnxFeature(four.toString(), null, null, null, null, null, 3), "batches of 4", "batch 3");
        assertEquals(
                2,
                open(new OnnxFeature(four.toString(), null, null, null, null, null, 4))
                        .length(4, 4, 1));
    }

    @Test
    void sizesThatCannotBeHeldAreRefused() throws Exception {
        refused(feature(write(SmallNetworks.filters(65, 1, 2, false)), null), "batches of 65", "at most 64");
        refused(feature(write(SmallNetworks.filters(1L << 32, 1, 2, false)), null), "4294967296", "at most 2147483647");
        FeatureExtractor any = open(feature(write(SmallNetworks.filters(BATCH, 1, 2, false)), null));
        Messages.says(
                () -> any.length(50_000, 50_000, 1), "batch of 1", "50000x50000", "2500000000", "at most 536870911");
    }

    /** The products of all pairs of images: for 2 images 4 numbers, where 1 each are expected. */
    @Test
    void aValueThatGrowsWithItsBatchIsRefused() throws Exception {
        OnnxGraph graph = new OnnxGraph();
        String flat = graph.add("Flatten", "rows", List.of(graph.input("x", BATCH, 1, 4, 4)));
        String turned = graph.add("Transpose", "turned", List.of(flat));
        graph.output(graph.add("MatMul", "pairs", List.of(flat, turned)), FLOAT, BATCH, BATCH);
        String file = write(graph).toString();
        Dataset data = TestData.data(List.of(counted(), counted()));
        OnnxFeature one = new OnnxFeature(file, null, null, null, null, null, 1);
        assertEquals(1, open(one).extractAll(data, RUN).columns());
        OnnxFeature two = new OnnxFeature(file, null, null, null, null, null, 2);
        Messages.says(() -> open(two).extractAll(data, RUN), "for 2 images", "has 4 numbers", "expected 2");
    }

    @Test
    void allWrongSettingsAreSaidAtOnce() {
        Messages.says(
                () -> new OnnxFeature(" ", "", null, List.of(1.0, 2.0), List.of(0.0), null, 65),
                "model",
                "layer",
                "mean",
                "[1.0, 2.0]",
                "std",
                "[0.0]",
                "batch",
                "65");
        for (double mean : new double[] {0, 1e300}) {
            Messages.says(
                    () -> new OnnxFeature(
                            "a.onnx", null, null, List.of(mean), List.of(1.0, 2.0, mean == 0 ? 1e-300 : 1), null, null),
                    "finite",
                    "mean [" + mean + "]",
                    "std [1.0, 2.0");
        }
        OnnxFeature plain = OnnxFeature.of(Path.of("a.onnx"));
        assertEquals(List.of(0.0), plain.mean());
        assertEquals(List.of(1.0), plain.std());
        assertEquals(Layout.NCHW, plain.layout());
    }

    @Test
    void weightsInOtherFilesAreRefused() throws Exception {
        Path file = write(SmallNetworks.byHand());
        ProtoMessage external = new ProtoMessage().text(8, "large/weights").number(14, 1);
        byte[] more = new ProtoMessage()
                .message(7, new ProtoMessage().message(5, external))
                .toByteArray();
        Files.write(file, more, java.nio.file.StandardOpenOption.APPEND);
        refused(feature(file, null), "large/weights", "one file");
    }
}
