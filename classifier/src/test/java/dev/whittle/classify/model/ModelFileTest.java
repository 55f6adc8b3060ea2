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
import dev.whittle.classify.smile.SmileRandomForest;
import dev.whittle.feature.Concat;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NdArray;
import dev.whittle.feature.table.NpyFile;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Standardize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("bits")
class ModelFileTest {
    private static final Run RUN = Run.defaults().withThreads(2);

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

    private static Model small() {
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

    @Test
    void anyFlippedByteIsRefused() throws IOException {
        Path file = folder.resolve("model.zip");
        small().write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            for (int flip : new int[] {0xFF, 1}) {
                byte[] damaged = whole.clone();
                damaged[i] ^= (byte) flip;
                Files.write(file, damaged);
                assertRefused(file, "");
            }
        }
    }

    @Test
    void truncatedOrLengthenedIsRefused() throws IOException {
        Path file = folder.resolve("model.zip");
        small().write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused(file, "at byte ");
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertRefused(file, "at byte " + whole.length + ": the file goes on");
    }

    @Test
    void foreignFilesAreRefused() throws IOException {
        Path file = folder.resolve("model.zip");
        assertRefused(file, "there is no such file");
        assertRefused(folder, "is a folder");
        Files.write(file, new byte[0]);
        assertRefused(file, "is no model file");
        Files.write(file, "\u0089PNG\r\n\u001A\n".repeat(20).getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(file, "is no model file");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("readme.txt"));
            zip.write(new byte[1000]);
        }
        assertRefused(file, "is no model file");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("model.json"));
            zip.write(new byte[10_000_000]); // 10 kB of zip
        }
        assertRefused(file, "damaged");
    }

    @Test
    void whatContradictsItselfIsRefused() throws IOException {
        assertEdited(json -> json, Map.of(), null);
        assertEdited(json -> json.replace("\"version\" : 2", "\"version\" : 3"), Map.of(), "by a newer Whittle");
        assertEdited(json -> json.replace("whittle-model", "other"), Map.of(), "\"format\" is not");
        assertEdited(
                json -> json.replace("\"format\"", "\"author\" : 1, \"format\""), Map.of(), "unknown key 'author'");
        assertEdited(json -> json.replace("\"softmax\"", "\"magic\""), Map.of(), "unknown classifier type 'magic'");
        assertEdited(json -> json.replace("\"softmax\"", "\"mlp\""), Map.of(), "unknown key");
        assertEdited(json -> json.replace("\"raw-pixels\"", "\"softmax\""), Map.of(), "is no feature extractor");
        assertEdited(json -> json.replace("\"l2\" : 0.01", "\"l2\" : -1"), Map.of(), "model.json/head: ");
        assertEdited(json -> json.replace("\"dark\", ", ""), Map.of(), "The head has 3 classes, but 2 are named");
        assertEdited(json -> json.replace("\"width\" : 2", "\"width\" : 3"), Map.of(), "do not fit each other");
        assertEdited(json -> json.replace("\"bands\" : 1", "\"bands\" : 2"), Map.of(), "1 or 3 bands");
        assertEdited(
                json -> json.replace("\"width\" : 2", "\"width\" : 40000")
                        .replace("\"height\" : 2", "\"height\" : 40000"),
                Map.of(),
                "have 1600000000 features");
        assertEdited(
                json -> json.replace("\"width\" : 2", "\"width\" : 2147483647")
                        .replace("\"height\" : 2", "\"height\" : 2147483647"),
                Map.of(),
                "do not fit each other");
        assertEdited(
                json -> json.replace("\"columns\" : 4", "\"columns\" : 2147483647"), Map.of(), "has only 23 values");
        assertEdited(json -> json.replace("\"columns\" : 4", "\"columns\" : 5"), Map.of(), "have 4 features");
        assertEdited(json -> json.replace("\"columns\" : 4", "\"columns\" : 0"), Map.of(), "whole number");
        for (String[] steps : new String[][] {
            {"1", "expected keys with values"},
            {"{ \"type\" : \"blur\" }", "knows one image step"},
            {"{ \"type\" : \"scale\", \"fit\" : \"bend\" }", "expected stretch, crop or pad"}
        }) {
            assertEdited(
                    json -> json.replace("\"steps\" : [ ]", "\"steps\" : [ " + steps[0] + " ]"), Map.of(), steps[1]);
        }
        assertEdited(json -> json.replace("float32", "float64"), Map.of(), "expected float32 or uint8");
        assertEdited(
                json -> json.replaceFirst("(?s)\"size\" : \\{.*?\\}", "\"size\" : \"large\""), Map.of(), "'large'");
        assertEdited(
                json -> json.replaceFirst(
                        "(?s)\"images\" : \\{.*?\\},\\s*\"columns\"", "\"images\" : null, \"columns\""),
                Map.of(),
                "both null");
        assertEdited(json -> json.replace("head/bias", "head/bios"), Map.of(), "header of head/bios.npy");
        assertEdited(json -> json.replace("head/bias", "../bias"), Map.of(), "'../bias' is no name of an array");
        assertEdited(json -> json.replace("head/bias", "/etc/bias"), Map.of(), "is no name of an array");
        assertEdited(json -> json.replace("head/bias", "head/.bias"), Map.of(), "is no name of an array");
        assertEdited(json -> json.replace("head/weights", "head/bias"), Map.of(), "sorted and unique");
        assertEdited(
                json -> json.replace("\"shape\" : [ 3, 4 ]", "\"shape\" : [ 20000, 50000 ]"),
                Map.of(),
                "by its arrays it should have");
        assertEdited(
                json -> json.replace("\"shape\" : [ 3, 4 ]", "\"shape\" : [ 2147483647, 2147483647 ]"),
                Map.of(),
                "more than a model file can have");
        assertEdited(json -> json.replace("\"shape\" : [ 3, 4 ]", "\"shape\" : [ -3, -4 ]"), Map.of(), "whole number");
        assertEdited(json -> json.replace("\"shape\" : [ 3, 4 ]", "\"shape\" : [ 4, 3 ]"), Map.of(), "header of");
        assertEdited(json -> "[".repeat(100_000), Map.of(), "no valid JSON");
        assertEdited(json -> "", Map.of(), "JSON");
    }

    @Test
    void arraysThatDoNotBelongAreRefused() throws IOException {
        assertEdited(json -> json, Map.of("head/bias", NdArray.floats(new float[] {1, Float.NaN, 3}, 1, 3)), "NaN");
        assertEdited(
                json -> json, Map.of("head/bias", NdArray.floats(new float[4], 1, 4)), "'head' cannot be restored");
        assertEdited(
                json -> json, Map.of("head/weights", NdArray.floats(new float[15], 3, 5)), "do not fit each other");
        assertEdited(json -> json, Map.of("head/bias", NdArray.floats(new float[0], 0, 0)), "No array named 'bias'");
        assertEdited(
                json -> json,
                Map.of("head/unused", NdArray.floats(new float[1], 1, 1)),
                "has the arrays [head/unused]");
        assertEdited(json -> json, Map.of("head/bias", NdArray.bytes(new byte[3], 1, 3)), "of bytes, expected 1x3");
        assertEdited(json -> json, Map.of("head/bias", NdArray.floats(new float[3], 3)), "of shape (3,) of floats");
        assertEdited(json -> json, Map.of("head/cube", NdArray.bytes(new byte[8], 2, 2, 2)), "has the arrays");
        assertEdited(json -> json, Map.of("transforms/1/mean", NdArray.floats(new float[1], 1, 1)), "has the arrays");
    }

    /**
     * Changes model.json and arrays (one without rows: removes it) of a good file, makes all checksums right again, and
     * expects this reason.
     */
    private void assertEdited(UnaryOperator<String> edit, Map<String, NdArray> changed, String reason)
            throws IOException {
        Path file = folder.resolve("edited.zip");
        small().write(file);
        Map<String, byte[]> entries = new TreeMap<>();
        String json;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
            json = new String(entries.remove("model.json"), StandardCharsets.UTF_8);
            entries.remove("model.sha256");
        }
        for (Map.Entry<String, NdArray> change : changed.entrySet()) {
            ByteArrayOutputStream npy = new ByteArrayOutputStream();
            NpyFile.write(npy, change.getValue());
            if (change.getValue().size() == 0) {
                entries.remove(change.getKey() + ".npy");
            } else {
                entries.put(change.getKey() + ".npy", npy.toByteArray());
            }
        }
        if (!changed.isEmpty()) {
            StringBuilder list = new StringBuilder();
            entries.forEach((name, bytes) -> {
                NdArray m = changed.get(name.substring(0, name.length() - 4));
                String shape = new String(bytes, 10, 118, StandardCharsets.US_ASCII)
                        .replaceAll("(?s).*'shape': \\((.*?)\\).*", "$1");
                list.append(list.length() == 0 ? "" : ", ")
                        .append("{\"name\": \"")
                        .append(name, 0, name.length() - 4)
                        .append("\", \"type\": \"")
                        .append(m != null && m.type() == NdArray.Type.UINT8 ? "uint8" : "float32")
                        .append("\", \"shape\": [")
                        .append(m == null ? shape : sizes(m))
                        .append("], \"sha256\": \"")
                        .append(Digest.of(bytes).sha256())
                        .append("\"}");
            });
            json = json.substring(0, json.indexOf("\"arrays\"")) + "\"arrays\": [" + list + "]}";
        }
        String edited = edit.apply(json);
        if (changed.isEmpty() && reason != null) {
            assertFalse(edited.equals(json), "nothing was edited for: " + reason);
        }
        Map<String, byte[]> all = new LinkedHashMap<>();
        byte[] utf8 = edited.getBytes(StandardCharsets.UTF_8);
        all.put("model.json", utf8);
        all.putAll(entries);
        all.put("model.sha256", (Digest.of(utf8).sha256() + "  model.json\n").getBytes(StandardCharsets.US_ASCII));
        StoredZip zip = new StoredZip();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        all.forEach((name, bytes) -> {
            out.writeBytes(zip.add(name, bytes.length, Digest.of(bytes).crc32()));
            out.writeBytes(bytes);
        });
        out.writeBytes(zip.end());
        Files.write(file, out.toByteArray());
        if (reason == null) {
            Model.read(file, RUN);
        } else {
            assertRefused(file, reason);
        }
    }

    private static String sizes(NdArray array) {
        return Arrays.stream(array.shape()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }

    private static void assertRefused(Path file, String reason) {
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
        assumeTrue(python("import numpy") == 0, "needs python3 with numpy");
        assertEquals(0, python(script, file.toString()), () -> read(folder.resolve("python.log")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private int python(String script, String... arguments) throws Exception {
        String[] command = Stream.concat(Stream.of("python3", "-c", script), Stream.of(arguments))
                .toArray(String[]::new);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("python.log").toFile())
                    .start();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "python3 did not end");
            return process.exitValue();
        } catch (IOException e) {
            return -1; // there is no python3
        }
    }
}
