package dev.whittle.pipeline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Pipeline;
import dev.whittle.classify.model.TableModel;
import dev.whittle.classify.model.TablePipeline;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.pipeline.experiment.CsvFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads on a table of one's own, trained and used from the command line. */
class TrainCommandTest {
    @TempDir
    private Path temp;

    private Matrix rows;
    private int[] numbers;
    private Path x;
    private Path y;
    private Path model;

    private static void failsWith(Outcome o, int exit, Object... parts) {
        assertEquals(exit, o.exit(), o.err());
        assertTrue(o.err().startsWith("whittle: "), o.err());
        for (Object part : parts) {
            assertTrue(o.err().contains(part.toString()), part + " in " + o.err());
        }
    }

    /** 90 rows of 4 values, of the classes -3, 7 and 12. */
    @BeforeEach
    void table() throws IOException {
        rows = new Matrix(90, 4);
        numbers = new int[90];
        Rng rng = new Rng(1, "table", 0);
        int[] names = {12, -3, 7};
        for (int i = 0; i < 90; i++) {
            numbers[i] = names[i % 3];
            for (int j = 0; j < 4; j++) {
                rows.set(i, j, (float) rng.nextGaussian() + (j == i % 3 ? 6 : 0));
            }
        }
        x = temp.resolve("X.npy");
        y = temp.resolve("y.npy");
        model = temp.resolve("model.npz");
        NpyFile.write(x, rows);
        NpyFile.write(y, numbers);
    }

    @Test
    void aTrainedHeadPredictsAsInCode() throws IOException {
        Outcome o = Outcome.whittle("train", x, y, "--head", "linear-svm", "--out", model);
        assertEquals(0, o.exit(), o.err());
        assertTrue(o.out().contains("3 classes, from 90 rows of 4 values"), o.out());
        assertTrue(o.out().contains("Accuracy on the rows it was trained on: 100.0 %"), o.out());
        TableModel read = TableModel.read(model);
        assertEquals(List.of("-3", "7", "12"), read.classes());
        int[] labels = new int[90];
        for (int i = 0; i < 90; i++) {
            labels[i] = (i % 3 + 2) % 3;
        }
        TableModel inCode = TablePipeline.of(LinearSvm.defaults())
                .fit(new Samples(rows, labels, 3), read.classes(), Run.defaults());
        Matrix scores = inCode.scores(rows, Run.defaults());
        assertTrue(scores.bitsEqual(read.scores(rows, Run.defaults())));
        Outcome predicted = Outcome.whittle("predict", model, x);
        assertEquals(0, predicted.exit(), predicted.err());
        List<String> lines = predicted.out().lines().toList();
        assertEquals("row,class,-3,7,12", lines.get(0));
        assertEquals(91, lines.size());
        for (int i = 0; i < 90; i++) {
            String[] fields = lines.get(i + 1).split(",");
            assertEquals(i + "", fields[0]);
            assertEquals(numbers[i] + "", fields[1]);
            for (int c = 0; c < 3; c++) {
                assertEquals(scores.get(i, c), Float.parseFloat(fields[2 + c]));
            }
        }
        Path csv = temp.resolve("predictions.csv");
        assertEquals(0, Outcome.whittle("predict", model, x, "--out", csv).exit());
        assertEquals(predicted.out(), Files.readString(csv));
    }

    /** More rows than are read at once. */
    @Test
    void rowsAreNumberedThroughout() throws IOException {
        assertEquals(
                0,
                Outcome.whittle("train", x, y, "--head", "softmax", "--out", model)
                        .exit());
        int[] order = new int[3000];
        for (int i = 0; i < order.length; i++) {
            order[i] = i % 90;
        }
        NpyFile.write(x, rows.select(order));
        List<String> lines = Outcome.whittle("predict", model, x).out().lines().toList();
        assertEquals(3001, lines.size());
        for (int i = 0; i < 3000; i++) {
            assertTrue(lines.get(i + 1).startsWith(i + "," + numbers[i % 90] + ","), lines.get(i + 1));
        }
        Matrix wrong = rows.selectRows(order);
        wrong.set(2500, 1, Float.NaN);
        NpyFile.write(x, wrong);
        failsWith(Outcome.whittle("predict", model, x), 1, x, "row 2500", "column 1", "NaN");
        wrong.set(2500, 1, Float.MAX_VALUE);
        NpyFile.write(x, wrong);
        Path steep = temp.resolve("steep.npz");
        NpyFile.write(temp.resolve("close.npy"), scaled(rows, 1e-3f));
        assertEquals(
                0,
                Outcome.whittle(
                                "train",
                                temp.resolve("close.npy"),
                                y,
                                "--head",
                                "{type: softmax, l2: 1e-9}",
                                "--out",
                                steep)
                        .exit());
        failsWith(Outcome.whittle("predict", steep, x), 1, x, "row 2500", "class '", "Infinity");
    }

    private static Matrix scaled(Matrix rows, float by) {
        Matrix scaled = rows.copy();
        for (int i = 0; i < scaled.data().length; i++) {
            scaled.data()[i] *= by;
        }
        return scaled;
    }

    @Test
    void namesOfClassesMayBeText() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            names.add(List.of("tree", "Äpfel, rot", "say \"no\"").get(i % 3));
        }
        Path text = temp.resolve("y.txt");
        Files.write(text, names);
        Path csv = temp.resolve("y.CSV");
        Files.writeString(
                csv,
                "\uFEFF"
                        + String.join(
                                "\r\n",
                                names.stream().map(n -> CsvFile.line(n).strip()).toList()) + "\r\n");
        byte[] expected = null;
        for (Path file : List.of(text, csv)) {
            Outcome o = Outcome.whittle("train", x, file, "--head", "{type: softmax, l2: 0.01}", "--out", model);
            assertEquals(0, o.exit(), o.err());
            assertEquals(
                    List.of("say \"no\"", "tree", "Äpfel, rot"),
                    TableModel.read(model).classes());
            expected = expected == null ? Files.readAllBytes(model) : expected;
            assertArrayEquals(expected, Files.readAllBytes(model));
        }
        assertTrue(Outcome.whittle("predict", model, x)
                .out()
                .startsWith("row,class,\"say \"\"no\"\"\",tree,\"Äpfel, rot\"\n0,tree,"));
    }

    @Test
    void whatIsWrongIsSaidAtOnce() throws IOException {
        rows.set(5, 2, Float.POSITIVE_INFINITY);
        NpyFile.write(x, rows);
        NpyFile.write(y, new int[80]);
        Outcome o = Outcome.whittle("train", x, y, "--head", "smile-random-forest", "--out", model);
        failsWith(
                o,
                1,
                "cannot be saved",
                "90 rows",
                "80",
                "only the class '0', expected at least 2",
                "row 5, column 2 is Infinity");
        assertEquals(1, o.err().strip().lines().count(), o.err());
        assertFalse(Files.exists(model));
        Path text = temp.resolve("y.csv");
        Files.writeString(text, "class\n" + "a\nb\n".repeat(45));
        failsWith(
                Outcome.whittle("train", x, text, "--head", "softmax", "--out", model), 1, "90 rows", "91", "heading");
        Files.writeString(text, "a,b\n\n\"c\"x\n\"d\",e\nf\n\"g\n");
        failsWith(
                Outcome.whittle("train", x, text, "--head", "softmax", "--out", model),
                1,
                text,
                "line 1 has several columns",
                "line 2 is empty",
                "line 3 has text after the quote",
                "line 4 has several columns",
                "line 6 has a quote that does not end");
        Files.write(text, new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        failsWith(Outcome.whittle("train", x, text, "--head", "softmax", "--out", model), 1, text, "UTF-8");
        failsWith(Outcome.whittle("train", y, y, "--head", "softmax", "--out", model), 1, y, "expected 2 dimensions");
        failsWith(Outcome.whittle("train", x, x, "--head", "softmax", "--out", model), 1, x, "expected");
        failsWith(Outcome.whittle("train", x, y, "--head", "{type: softmax, l3: 1}", "--out", model), 1, "l3");
        failsWith(
                Outcome.whittle("train", temp.resolve("no.npy"), y, "--head", "softmax", "--out", model), 1, "no.npy");
        failsWith(Outcome.whittle("train", x, y, "--head", "softmax", "--out", temp.resolve("m.txt")), 2, ".npz");
        failsWith(Outcome.whittle("train", x, y, "--out", model), 2, "--head");
        NpyFile.write(x, new Matrix(0, 4));
        NpyFile.write(y, new int[0]);
        failsWith(Outcome.whittle("train", x, y, "--head", "softmax", "--out", model), 1, "(0, 4)", "no class");
    }

    @Test
    void iterationsThatRanOutAreSaid() {
        Outcome o =
                Outcome.whittle("train", x, y, "--head", "{type: softmax, l2: 1e-6, iterations: 2}", "--out", model);
        assertEquals(0, o.exit(), o.err());
        String once = "Warning: Training ended before its minimum: the limit of 2 iterations";
        assertTrue(o.err().contains(once), o.err());
        assertEquals(1, (o.err() + o.out()).split("its minimum", -1).length - 1, o.err() + o.out());
    }

    @Test
    void aModelOfImagesTakesTheirFeatures() throws IOException {
        List<Planar<GrayU8>> pictures = new ArrayList<>();
        int[] labels = new int[12];
        for (int i = 0; i < 12; i++) {
            Planar<GrayU8> picture = new Planar<>(GrayU8.class, 3, 2, 1);
            for (int p = 0; p < 6; p++) {
                picture.getBand(0).data[p] = (byte) (i * 31 + p * p * 17 + (i % 2) * 90);
            }
            pictures.add(picture);
            labels[i] = i % 2;
        }
        Images images = Images.of(pictures, labels, List.of("dark", "light"));
        Model ofImages = Pipeline.of(RawPixels.defaults(), Standardize.defaults(), Softmax.defaults())
                .fit(images, Run.defaults());
        ofImages.write(model);
        NpyFile.write(x, ofImages.features().fitted().extractAll(images, Run.defaults()));
        Outcome o = Outcome.whittle("predict", model, x);
        assertEquals(0, o.exit(), o.err());
        int[] predicted = ofImages.predict(images, Run.defaults());
        List<String> lines = o.out().lines().toList();
        for (int i = 0; i < 12; i++) {
            assertEquals(images.classes().get(predicted[i]), lines.get(i + 1).split(",")[1]);
        }
        NpyFile.write(x, rows);
        failsWith(Outcome.whittle("predict", model, x), 1, x, "rows of 4 values", "rows of 6");
    }

    @Test
    void tablesAndImagesAreNotMixed() throws IOException {
        assertEquals(
                0,
                Outcome.whittle("train", x, y, "--head", "softmax", "--out", model)
                        .exit());
        failsWith(Outcome.whittle("predict", model, x, x), 2, "alone");
        failsWith(Outcome.whittle("predict", model, x, "--scale"), 2, "--scale");
        Path image = temp.resolve("a.pgm");
        Files.write(image, "P5 1 1 255\na".getBytes(StandardCharsets.ISO_8859_1));
        failsWith(Outcome.whittle("predict", model, image), 1, model, "model of tables", ".npy");
        failsWith(Outcome.whittle("predict", model, x, image), 2, "alone");
    }
}
