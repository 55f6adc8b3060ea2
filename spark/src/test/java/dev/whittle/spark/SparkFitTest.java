package dev.whittle.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.pipeline.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Model files of {@code whittle spark fit}, compared byte by byte with those of {@code whittle compare}. */
@Tag("bits")
@Tag("long")
class SparkFitTest {
    private static final String EXPERIMENT = """
            name: on-spark
            data: {set: folder, path: '%s', size: {width: 32, height: 32}, color: %s}
            seeds: [7]
            features:
              - {name: HoG, type: hog, cellSize: 8, heads: [softmax, svm, ridge],
                 transforms: [{type: standardize}, {type: pca, components: 20}]}
              - {name: words, type: bag-of-words, patches: {size: 6, stride: 4}, samples: 2000, kMeans: {k: 20},
                 heads: [softmax, svm]}
              - name: Fisher
                type: encoding
                samples: 2000
                descriptors: {type: dense-sift, bins: [2], step: 4, bands: each, contrastThreshold: 0}
                reduce: [{type: pca, components: 16}]
                encoder: {type: fisher, mixture: {kMeans: {k: 4}}}
                regions: [{rows: 1, columns: 1}]
                heads: [svm]
              - name: coded
                type: color-histogram
                transforms:
                  - {type: standardize}
                  - {type: product-quantization, subVector: 4, samples: 100, kMeans: {k: 16}}
                heads: [svm, sgd]
            heads:
              - {name: sgd, type: linear-svm, solver: sgd, formulation: one-vs-rest, iterations: 2}
              - {name: softmax, type: softmax}
              - {name: svm, type: linear-svm, hinge: squared, formulation: one-vs-rest}
              - {name: ridge, type: kernel-ridge, landmarks: 30}%s
            """;

    private static SparkSession spark;

    @TempDir
    private static Path temp;

    private static Path photos;

    @BeforeAll
    static void start() throws IOException {
        spark = SparkSessions.local();
        photos = temp.resolve("photos");
        TestFolder.odd(photos.resolve("train"), 120);
        Files.delete(photos.resolve("train/damaged.png"));
        Files.delete(photos.resolve("train/in no class.pgm"));
        TestFolder.odd(photos.resolve("test"), 24);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private record Outcome(int code, String out, String err) {
        static Outcome of(CommandLine line, String... args) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            int code = line.setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(err))
                    .execute(args);
            return new Outcome(code, out.toString(), err.toString());
        }
    }

    private static Path experiment(String color, String more) throws IOException {
        Path file = Files.createTempFile(temp, "experiment", ".yaml");
        return Files.writeString(file, String.format(EXPERIMENT, photos, color, more));
    }

    @Test
    void modelsHaveTheBytesOfTheLocalOnes() throws IOException {
        Path file = experiment("rgb", "");
        Path out = temp.resolve("models");
        Outcome fit =
                Outcome.of(WhittleSpark.commandLine(), "fit", file.toString(), "--out", out.toString(), "--skip-bad");
        assertEquals(0, fit.code(), fit.err());
        assertTrue(fit.err().contains("a class/deep er/empty.jpg: is empty"), fit.err());
        Path local = temp.resolve("local");
        Outcome compare = Outcome.of(
                Main.commandLine(), "compare", file.toString(), "--out", local.toString(), "--skip-bad", "--no-images");
        assertEquals(0, compare.code(), compare.err());
        for (String cell : List.of(
                "hog--softmax",
                "hog--svm",
                "hog--ridge",
                "words--softmax",
                "words--svm",
                "fisher--svm",
                "coded--svm",
                "coded--sgd")) {
            byte[] expected = Files.readAllBytes(local.resolve("cells/" + cell + "--seed-7/model.npz"));
            assertArrayEquals(expected, Files.readAllBytes(out.resolve(cell + ".npz")), cell);
        }
        // Another image must be seen.
        byte[] svm = Files.readAllBytes(out.resolve("hog--svm.npz"));
        Path first = photos.resolve("train/a class/deep er/grün.png");
        Files.copy(photos.resolve("train/a class/deep er/x y.png"), first, StandardCopyOption.REPLACE_EXISTING);
        Path planted = temp.resolve("planted");
        Outcome again = Outcome.of(
                WhittleSpark.commandLine(), "fit", file.toString(), "--out", planted.toString(), "--skip-bad");
        assertEquals(0, again.code(), again.err());
        assertFalse(Arrays.equals(svm, Files.readAllBytes(planted.resolve("hog--svm.npz"))));
    }

    @Test
    void whatIsNotDoneOnSparkIsSaidAtOnce() throws IOException {
        String heads = "\n  - {name: old, type: perceptron}\n  - {name: sparse, type: softmax, l1: 1e-4}";
        Path file = experiment("auto", heads);
        String text = Files.readString(file);
        String exact = text.replace(", landmarks: 30", "").replace("svm, ridge]", "svm, ridge, old, sparse, sgd]");
        Files.writeString(file, exact);
        Outcome fit = Outcome.of(
                WhittleSpark.commandLine(),
                "fit",
                file.toString(),
                "--out",
                temp.resolve("none").toString());
        assertEquals(1, fit.code(), fit.out());
        assertTrue(fit.err().contains("data.color is auto"), fit.err());
        assertTrue(fit.err().contains("head 'old' is trained on Spark only under features whose last"), fit.err());
        for (String head : List.of("sparse", "ridge", "sgd")) {
            assertTrue(fit.err().contains("head '" + head + "' is trained on Spark only"), fit.err());
        }
        assertFalse(fit.err().contains("head 'svm'"), fit.err());
        assertFalse(Files.exists(temp.resolve("none")));
    }

    @Test
    void badImagesEndTheTrainingUnlessTheyAreSkipped() throws IOException {
        Path out = temp.resolve("not skipped");
        Outcome fit = Outcome.of(
                WhittleSpark.commandLine(), "fit", experiment("rgb", "").toString(), "--out", out.toString());
        assertEquals(1, fit.code(), fit.out());
        assertTrue(fit.err().contains("3 images cannot be used"), fit.err());
        assertTrue(fit.err().contains("a class/deep er/empty.jpg: is empty"), fit.err());
        assertTrue(fit.err().contains("--skip-bad"), fit.err());
        assertEquals(0, out.toFile().list().length, "no model");
    }
}
