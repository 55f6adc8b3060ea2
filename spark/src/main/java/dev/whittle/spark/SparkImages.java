package dev.whittle.spark;

import dev.whittle.feature.data.ImageFiles;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Encoded images that lie where Spark reads: in a folder of a disk or an object store, or in a table. They are read on
 * the executors, one at a time. An image that cannot be read is no error here: it becomes a row with its reason.
 */
public final class SparkImages {
    /** Images of a folder in one task: few enough that a lost task is soon computed again. */
    private static final int MOST_IN_TASK = 2048;
    /** Tasks for each core, where there are enough images: so cores end at about the same time. */
    private static final int TASKS_PER_CORE = 3;

    private final SparkSession spark;
    /** In the order of their names; null for a table. */
    private final List<HadoopFolder.Found> files;

    private final JavaRDD<EncodedImage> images;
    /** Whether the images are in the order of their names. */
    private final boolean sorted;

    private final Reader reader;
    private final long maxPixels;

    /** Reads images on the driver, in the order of their names. */
    private interface Reader {
        /** The images {@code from} to {@code from + n - 1}; fewer at the end. */
        List<EncodedImage> read(int from, int n);
    }

    private SparkImages(
            SparkSession spark,
            List<HadoopFolder.Found> files,
            JavaRDD<EncodedImage> images,
            boolean sorted,
            Reader reader,
            long maxPixels) {
        this.spark = spark;
        this.files = files;
        this.images = images;
        this.sorted = sorted;
        this.reader = reader;
        this.maxPixels = maxPixels;
    }

    /**
     * The same images with another bound: one of more pixels cannot be used.
     *
     * @param newMaxPixels from 1 to {@link ImageFile#MOST_PIXELS}; the default is {@link ImageFile#MAX_PIXELS}
     */
    public SparkImages withMaxPixels(long newMaxPixels) {
        if (newMaxPixels < 1 || newMaxPixels > ImageFile.MOST_PIXELS) {
            throw new IllegalArgumentException("The largest number of pixels of an image is from 1 to "
                    + ImageFile.MOST_PIXELS + ", got " + newMaxPixels);
        }
        return new SparkImages(spark, files, images, sorted, reader, newMaxPixels);
    }

    /**
     * The images below a folder, as every command of Whittle finds them; see {@link ImageFiles}. The label of an image
     * is the folder below the root that it is in. The driver holds the names and paths of all, about 300 bytes for each
     * image. A folder of a disk must be at the same path on all machines.
     *
     * @param root a path, or a URI that Hadoop reads such as {@code s3a://bucket/photos}
     * @throws IOException if there is no such folder, it cannot be read, or holds no image
     */
    public static SparkImages folder(SparkSession spark, String root) throws IOException {
        return folder(spark, root, false);
    }

    /**
     * The images below a folder that are in the folder of a class.
     *
     * @throws IOException as {@link #folder}
     */
    public static SparkImages classes(SparkSession spark, String root) throws IOException {
        return folder(spark, root, true);
    }

    private static SparkImages folder(SparkSession spark, String root, boolean labelled) throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        HadoopFolder found = HadoopFolder.below(root, context.hadoopConfiguration());
        List<EncodedImage> faults = found.ignored().stream()
                .filter(out -> out.isFault() && !out.reason().equals(LeftOut.READ_ALREADY))
                .map(out -> new EncodedImage(out.name(), EncodedImage.labelOf(out.name()), null, out.shortReason()))
                .toList();
        List<HadoopFolder.Found> files = found.files().stream()
                .filter(file -> !labelled || file.label() != null)
                .toList();
        if (files.isEmpty() && faults.isEmpty()) {
            throw new IOException("Folder " + root + " holds no images");
        }
        int tasks = Math.max(
                TASKS_PER_CORE * context.defaultParallelism(), (files.size() + MOST_IN_TASK - 1) / MOST_IN_TASK);
        Broadcast<SerializableConfiguration> hadoop =
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
        JavaRDD<EncodedImage> images = context.parallelize(files, Math.max(1, Math.min(tasks, files.size())))
                .map(file -> file.read(hadoop.value().value()));
        return new SparkImages(
                spark,
                files,
                faults.isEmpty() ? images : images.union(context.parallelize(faults, 1)),
                faults.isEmpty(),
                (from, n) -> files.subList(Math.min(from, files.size()), Math.min(from + n, files.size())).stream()
                        .map(file -> file.read(context.hadoopConfiguration()))
                        .toList(),
                ImageFile.MAX_PIXELS);
    }

    /**
     * The images of a table, such as of Parquet files with encoded images. Rows without bytes are images that cannot be
     * used.
     *
     * @param name the column with the names, which must differ
     * @param bytes the column with the contents of the files
     * @param label the column with the names of the classes; null where these are the folders of the names
     * @throws IllegalArgumentException if a column is missing
     */
    public static SparkImages table(Dataset<Row> table, String name, String bytes, String label) {
        List<String> columns = List.of(table.columns());
        for (String column : label == null ? List.of(name, bytes) : List.of(name, bytes, label)) {
            if (!columns.contains(column)) {
                throw new IllegalArgumentException(
                        "The table of images has no column '" + column + "'; it has " + String.join(", ", columns));
            }
        }
        Dataset<Row> named = table.select(
                table.col(name).cast("string").as("name"),
                table.col(bytes).cast("binary").as("bytes"),
                (label == null ? functions.lit(null) : table.col(label))
                        .cast("string")
                        .as("label"));
        boolean ofName = label == null;
        // Spark compares texts by their UTF-8 bytes, that is, by code points; a component ends before any character.
        Dataset<Row> names = named.select("name").orderBy(functions.translate(named.col("name"), "/", "\0"));
        JavaRDD<EncodedImage> images = named.toJavaRDD().map(row -> of(row, ofName));
        Reader reader = (from, n) -> {
            List<String> wanted =
                    names.offset(from).limit(n).as(Encoders.STRING()).collectAsList();
            if (wanted.stream().anyMatch(Objects::isNull)) {
                throw noName();
            }
            List<EncodedImage> read = new ArrayList<>();
            named.filter(named.col("name").isInCollection(wanted))
                    .collectAsList()
                    .forEach(row -> read.add(of(row, ofName)));
            read.sort(Comparator.comparing(EncodedImage::name, ImageFiles.ORDER));
            return read;
        };
        return new SparkImages(table.sparkSession(), null, images, false, reader, ImageFile.MAX_PIXELS);
    }

    private static IllegalArgumentException noName() {
        return new IllegalArgumentException("An image of the table has no name");
    }

    /**
     * The files that Spark's {@code binaryFile} read, with their paths relative to a folder as names.
     *
     * @param files a table with the columns {@code path} and {@code content}
     * @param root the folder that was loaded, in which all files are; it is cut off the paths
     * @throws IOException if the file system of the folder cannot be reached
     */
    public static SparkImages binaryFiles(Dataset<Row> files, String root) throws IOException {
        Path folder = new Path(root);
        Configuration hadoop = files.sparkSession().sparkContext().hadoopConfiguration();
        // file:/photos/cat/1.png of /photos is cat/1.png.
        String qualified = folder.getFileSystem(hadoop).makeQualified(folder).toString();
        String prefix = qualified.endsWith("/") ? qualified : qualified + "/";
        Column path = files.col("path");
        // Spark counts characters from 1, and those outside the basic plane once.
        int first = prefix.codePointCount(0, prefix.length()) + 1;
        Column name = functions
                .when(path.startsWith(prefix), path.substr(first, Integer.MAX_VALUE))
                .otherwise(functions.raise_error(
                        functions.concat(path, functions.lit(" is not in the folder " + prefix))));
        return table(files.withColumn("name", name), "name", "content", null);
    }

    private static EncodedImage of(Row row, boolean labelOfName) {
        if (row.isNullAt(0)) {
            throw noName();
        }
        String name = row.getString(0);
        byte[] bytes = row.isNullAt(1) ? null : row.getAs(1);
        return new EncodedImage(
                name,
                labelOfName ? EncodedImage.labelOf(name) : row.getString(2),
                bytes,
                bytes == null ? "has no bytes in the table" : null);
    }

    SparkSession spark() {
        return spark;
    }

    /** The files of a folder, in the order of their names; null for a table. */
    List<HadoopFolder.Found> files() {
        return files;
    }

    JavaRDD<EncodedImage> images() {
        return images;
    }

    boolean isSorted() {
        return sorted;
    }

    /** How many pixels an image may have. */
    long maxPixels() {
        return maxPixels;
    }

    /** The images {@code from} to {@code from + n - 1} in the order of their names, on the driver; fewer at the end. */
    List<EncodedImage> read(int from, int n) {
        return reader.read(from, n);
    }
}
