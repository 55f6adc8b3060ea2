package dev.whittle.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.Pipeline;
import dev.whittle.feature.Run;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.data.ImageFiles;
import dev.whittle.feature.image.Preparation;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.pipeline.data.generated.Generated;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Extraction on two threads of Spark, compared bit by bit with {@code whittle extract --skip-bad}. */
@Tag("bits")
class ExtractionTest {
    private static SparkSession spark;

    @TempDir
    private static Path temp;

    private static Path odd;

    /** What Spark and the local program make of {@link #odd}. */
    private static List<Row> hog;

    private static LocalExtraction local;

    @BeforeAll
    static void start() throws IOException {
        spark = SparkSessions.local();
        odd = TestFolder.odd(temp.resolve("odd"), 60);
        local = LocalExtraction.of(odd, temp, "--feature", "hog");
        hog = extract(odd, "hog", false);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** Parquet files that are written and read again. */
    private static List<Row> extract(Path folder, String feature, boolean transforms) throws IOException {
        try (Extraction extraction = Extraction.of(
                SparkImages.folder(spark, folder.toString()),
                SparkFeature.of(feature, transforms, Preparation.NONE),
                line -> {})) {
            Path out = Files.createTempDirectory(temp, "out").resolve("features.parquet");
            extraction.table().write().parquet(out.toString());
            return spark.read().parquet(out.toString()).collectAsList();
        }
    }

    @Test
    void rowsHaveTheBitsOfTheLocalProgram() {
        assertEquals(70, local.lines().size());
        assertEquals(local.lines(), LocalExtraction.lines(hog));
        assertEquals(
                "[row: bigint, name: string, label: string, features: array<float>, reason: string]",
                Arrays.toString(Arrays.stream(hog.get(0).schema().fields())
                        .map(field -> field.name() + ": " + field.dataType().catalogString())
                        .toArray()));
    }

    @Test
    void aPlantedBitIsSeen() throws IOException {
        Path one = TestFolder.generated(temp.resolve("planted"), 3);
        List<String> before = LocalExtraction.lines(extract(one, "raw-pixels", false));
        Path file = ImageFiles.below(one).files().get(0).path();
        byte[] png = Files.readAllBytes(ImageFiles.below(one).files().get(1).path());
        Files.write(file, png);
        List<String> after = LocalExtraction.lines(extract(one, "raw-pixels", false));
        assertNotEquals(before, after);
        assertEquals(before.subList(1, 3), after.subList(1, 3));
    }

    @Test
    void badFilesAreRowsWithTheReasonOfTheLocalProgram() {
        TreeMap<String, String> reasons = new TreeMap<>();
        for (Row row : bad(hog)) {
            reasons.put(row.getAs("name"), row.getAs("reason"));
            assertTrue(row.isNullAt(0), "a bad row has no number");
            assertTrue(row.isNullAt(3), "a bad row has no features");
        }
        assertEquals(
                List.of(
                        "a class/deep er/empty.jpg",
                        "a class/deep er/text.png",
                        "a class/deep er/truncated.png",
                        "damaged.png"),
                List.copyOf(reasons.keySet()));
        reasons.forEach((name, reason) -> assertTrue(
                local.skipped().contains(odd.resolve(name) + ": " + reason), reason + " is not in " + local.skipped()));
    }

    @Test
    void labelsAreTheFirstFolder() {
        for (Row row : hog) {
            String name = row.getAs("name");
            String label = row.getAs("label");
            assertEquals(name.contains("/") ? name.substring(0, name.indexOf('/')) : null, label);
        }
    }

    @Test
    void aModelIsSentWithItsTransforms() throws IOException {
        Path model = temp.resolve("model.npz");
        var train = Generated.defaults().images("train", 40);
        Pipeline.of(ColorHistogram.defaults(), Standardize.defaults(), Softmax.defaults())
                .fit(train, Run.defaults())
                .write(model);
        LocalExtraction expected = LocalExtraction.of(odd, temp, "--feature", model.toString(), "--transforms");
        assertEquals(expected.lines(), LocalExtraction.lines(extract(odd, model.toString(), true)));
    }

    @Test
    @Tag("long")
    void aTableOfEncodedImagesGivesTheSameRows() throws IOException {
        Path parquet = temp.resolve("encoded.parquet");
        // Spark finds all files but empty ones; those that are no images have other names.
        Object[] names = ImageFiles.below(odd).files().stream()
                .map(ImageFiles.Found::name)
                .toArray();
        Dataset<Row> named = binaryFiles(odd)
                .select(
                        functions
                                .substring_index(functions.col("path"), odd + "/", -1)
                                .as("file"),
                        functions.col("content"))
                .filter(functions.col("file").isin(names))
                .withColumn("class", functions.lit("one"));
        named.repartition(5).write().parquet(parquet.toString());
        SparkImages images = SparkImages.table(spark.read().parquet(parquet.toString()), "file", "content", "class");
        try (Extraction extraction = Extraction.of(images, hogFeature(), line -> {})) {
            List<Row> rows = extraction.table().collectAsList();
            assertEquals(local.lines(), LocalExtraction.lines(rows));
            assertEquals(3, extraction.bad());
            assertEquals(names.length - 1, rows.size());
            rows.forEach(row -> assertEquals("one", row.getAs("label")));
        }
        // Three sorted ranges, the last one first: put in order without a shuffle.
        Dataset<Row> ranges = named.repartitionByRange(3, functions.col("file").desc())
                .sortWithinPartitions(functions.translate(functions.col("file"), "/", "\0"));
        SparkImages inRanges = SparkImages.table(ranges, "file", "content", "class");
        try (Extraction extraction = Extraction.of(inRanges, hogFeature(), line -> {})) {
            assertEquals(local.lines(), LocalExtraction.lines(extraction.table().collectAsList()));
        }
        SparkImages twice = SparkImages.table(named.union(named), "file", "content", null);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Extraction.of(twice, hogFeature(), line -> {}))
                .getMessage();
        assertTrue(message.contains("Two images have the name"), message);
    }

    @Test
    void binaryFilesHaveNamesBelowTheirFolder() throws IOException {
        Path clean = TestFolder.generated(temp.resolve("clean"), 20);
        List<String> expected =
                LocalExtraction.of(clean, temp, "--feature", "hog").lines();
        for (String root : List.of(clean.toString(), clean.toUri().toString())) {
            SparkImages images = SparkImages.binaryFiles(binaryFiles(clean), root);
            try (Extraction extraction = Extraction.of(images, hogFeature(), line -> {})) {
                assertEquals(expected, LocalExtraction.lines(extraction.table().collectAsList()), root);
            }
        }
        SparkImages outside =
                SparkImages.binaryFiles(binaryFiles(clean), temp.resolve("none").toString());
        String message = assertThrows(Exception.class, () -> Extraction.of(outside, hogFeature(), line -> {}))
                .getMessage();
        assertTrue(message.contains("is not in the folder file:" + temp.resolve("none") + "/"), message);
    }

    @Test
    void imagesOfTooManyPixelsCannotBeUsed() throws IOException {
        Path clean = TestFolder.generated(temp.resolve("pixels"), 3);
        SparkImages images = SparkImages.folder(spark, clean.toString());
        try (Extraction extraction = Extraction.of(images.withMaxPixels(1024), hogFeature(), line -> {})) {
            assertEquals(3, extraction.good());
        }
        String message = assertThrows(
                        IOException.class, () -> Extraction.of(images.withMaxPixels(1023), hogFeature(), line -> {}))
                .getMessage();
        assertTrue(message.contains("None of the images") && message.contains("--max-pixels"), message);
    }

    @Test
    void anImageWithoutANameIsRefused() throws IOException {
        Dataset<Row> table =
                binaryFiles(TestFolder.generated(temp.resolve("nameless"), 2)).withColumn("name", functions.lit(null));
        SparkImages images = SparkImages.table(table, "name", "content", null);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Extraction.of(images, hogFeature(), line -> {}))
                .getMessage();
        assertTrue(message.contains("has no name"), message);
    }

    private static Dataset<Row> binaryFiles(Path folder) {
        return spark.read()
                .format("binaryFile")
                .option("recursiveFileLookup", true)
                .load(folder.toString());
    }

    private static SparkFeature hogFeature() throws IOException {
        return SparkFeature.of("hog", false, Preparation.NONE);
    }

    private static List<Row> bad(List<Row> rows) {
        return rows.stream().filter(row -> row.getAs("reason") != null).toList();
    }

    @Test
    void imagesOfAnotherSizeAreBadRows() throws IOException {
        Path mixed = TestFolder.generated(temp.resolve("mixed"), 10);
        byte[] small = "P5\n16 16\n255\n".getBytes(StandardCharsets.US_ASCII);
        Files.write(mixed.resolve("zz.pgm"), Arrays.copyOf(small, small.length + 256));
        List<Row> bad = bad(extract(mixed, "hog", false));
        assertEquals(1, bad.size());
        String reason = bad.get(0).getAs("reason");
        assertTrue(reason.contains("16x16") && reason.contains("32x32") && reason.contains("--scale"), reason);
    }

    /** The rules of an object store's listing are those of a disk. */
    @Test
    void anObjectStoreIsListedAsADiskIs() throws IOException {
        HadoopFolder disk = HadoopFolder.below(odd.toString(), new Configuration());
        HadoopFolder listed = HadoopFolder.listed(
                new org.apache.hadoop.fs.Path(odd.toUri()), FileSystem.getLocal(new Configuration()));
        assertEquals(disk, listed);
        assertTrue(disk.files().size() > 60);
        assertEquals(3, disk.ignored().size(), disk.ignored().toString());
    }

    @Test
    void theCommandWritesParquet() throws IOException {
        Path out = temp.resolve("command.parquet");
        StringWriter said = new StringWriter();
        StringWriter err = new StringWriter();
        String[] args = {"extract", odd.toString(), "--feature", "hog", "--out", out.toString(), "--scale", "16"};
        int code = WhittleSpark.commandLine()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(err))
                .execute(args);
        assertEquals(0, code, err.toString());
        assertTrue(said.toString().contains("70 images × "), said.toString());
        assertTrue(said.toString().contains("cannot be used: 4"), said.toString());
        assertTrue(err.toString().contains("a class/deep er/empty.jpg: is empty"), err.toString());
        LocalExtraction expected = LocalExtraction.of(odd, temp, "--feature", "hog", "--scale", "16");
        assertEquals(
                expected.lines(),
                LocalExtraction.lines(spark.read().parquet(out.toString()).collectAsList()));
        int again = WhittleSpark.commandLine()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(err))
                .execute(args);
        assertEquals(1, again);
        assertTrue(err.toString().contains("is there already"), err.toString());
    }

    @Test
    void aFeatureThatIsLearnedIsRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> SparkFeature.of("bag-of-words", false, Preparation.NONE))
                .getMessage();
        assertTrue(message.contains("is learned from images"), message);
    }

    @Test
    void aMissingModelIsNamed() {
        String message = assertThrows(IOException.class, () -> SparkFeature.of("no/model.npz", false, Preparation.NONE))
                .getMessage();
        assertTrue(message.contains("no/model.npz: there is no such file"), message);
    }
}
