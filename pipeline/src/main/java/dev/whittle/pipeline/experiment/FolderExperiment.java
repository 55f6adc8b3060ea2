package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.ImageFiles;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.file.FileNames;
import dev.whittle.feature.file.RegularFile;
import dev.whittle.feature.image.Size;
import dev.whittle.pipeline.data.DataPlaces;
import dev.whittle.pipeline.data.FolderSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The experiment of a folder of images for which there is no experiment file. Images are fitted into 128×128 pixels,
 * their proportions kept. A fifth of each class is for the test, unless the folder has {@code train} and {@code test}.
 * A fifth of the rest is held out for validation, which chooses the penalty of the SVM, if that is an image of each
 * class or more. Where all images lie in the folder itself, their classes are in its {@code labels.csv}.
 *
 * @param text the experiment as a file, to be edited
 * @param plan the experiment on the images, without the files that cannot be used
 */
public record FolderExperiment(String text, Plan plan) {
    private static final String TEXT = """
            # Made by `whittle compare FOLDER`. Change it, and run it with `whittle compare experiment.yaml`.
            # Files that cannot be used are errors then, unless `--skip-bad` is given.
            name: %s
            data: {set: folder, path: %s%s, size: {width: 128, height: 128}, fit: pad, color: auto%s, validation: %d}
            seeds: [1, 2, 3]
            features:
              - {name: HoG, type: hog, cellSize: 16, transforms: [{type: standardize}]}
            %s  - name: visual words
                type: bag-of-words
                patches: {size: 8, stride: 4}
                samples: 50000
                kMeans: {k: 200}
                transforms: [{type: standardize}]
            heads:
              - {name: softmax, type: softmax}
              - {name: linear SVM, type: linear-svm%s}
            """;

    private static final String COLOR = """
              - {name: HSV histogram, type: color-histogram, grid: 2, transforms: [{type: standardize}]}
              - name: HoG + HSV
                type: concat
                parts: [{type: hog, cellSize: 16}, {type: color-histogram, grid: 2}]
                transforms: [{type: standardize}]
            """;

    /** The name of the experiment file in a results folder. */
    public static final String FILE = "experiment.yaml";

    static final String BEFORE = "experiment-before.yaml";

    private static final String LABELS = "labels.csv";

    /**
     * Names the experiment of a folder: as the folder, or with a number where the results of something else have this
     * name. So two folders of one name do not overwrite each other's results.
     *
     * @param results where results folders are; the one of this name is {@link FolderNames#slug} of the name
     */
    public static String name(Path folder, Path results) throws IOException {
        Path path = folder.toRealPath();
        String name = nameOf(path);
        String slug = FolderNames.slug(name);
        for (int i = 2;
                !isFree(FileNames.path(results.resolve(FolderNames.slug(name)).toString()), path);
                i++) {
            name = FolderNames.numbered(slug, i);
        }
        return name;
    }

    /** Whether a results folder is absent, or holds an experiment of this folder of images. */
    private static boolean isFree(Path results, Path images) {
        if (!Files.exists(results)) {
            return true;
        }
        try {
            JsonAt data = YamlFile.read(results.resolve(FILE)).get("data");
            return data.get("path").text().equals(images.toString());
        } catch (IOException | IllegalArgumentException e) {
            // It is of another kind, or was changed so that it is none.
            return false;
        }
    }

    /** The name of a folder of images. */
    public static String nameOf(Path folder) throws IOException {
        Path name = folder.toRealPath().getFileName();
        return name == null ? "images" : name.toString();
    }

    /**
     * Opens a folder.
     *
     * @param name the name of the experiment
     * @throws IOException if it does not have images of two classes, with the reason for every file that is left out
     */
    public static FolderExperiment open(Path folder, String name, DataPlaces where, Run run) throws IOException {
        Path path = folder.toRealPath();
        DataPlaces lenient = where.withSkipBad(true);
        String labels = labels(path);
        FolderSource source =
                new FolderSource(path.toString(), labels, new Size(128, 128), null, null, null).resolved(lenient);
        Splits data = source.open(lenient, run);
        int fifth = data.train().size() / 5;
        // Fewer would leave a class without one for training where classes are small.
        int validation = fifth < data.train().classes().size() ? 0 : fifth;
        String text = String.format(
                Locale.ROOT,
                TEXT,
                TextNode.valueOf(name),
                TextNode.valueOf(path.toString()),
                labels == null ? "" : ", labels: " + labels,
                source.split() == null ? "" : ", split: {testFraction: 0.2, seed: 1}",
                validation,
                data.train().image(0).getNumBands() == 3 ? COLOR : "",
                validation == 0 ? ", l2: 2" : ", candidates: [{l2: 20}, {l2: 2}, {l2: 0.2}]");
        Experiment experiment = Experiment.decode(YamlFile.parse(text, folder.toString()));
        return new FolderExperiment(text, Plan.of(experiment, data));
    }

    /**
     * Writes the experiment to its file in a results folder, which is created if it does not exist. What another
     * experiment file there says is kept.
     *
     * @return where the other experiment is now, if there was one
     */
    public Optional<Path> write(Path results) throws IOException {
        ResultsFolder.create(results);
        Path file = results.resolve(FILE);
        Optional<Path> before = Optional.empty();
        if (Files.exists(file) && !Files.readString(RegularFile.require(file)).equals(text)) {
            before = Optional.of(results.resolve(BEFORE));
            Files.move(file, before.get(), StandardCopyOption.REPLACE_EXISTING);
        }
        AtomicFile.write(file, to -> to.write(text.getBytes(StandardCharsets.UTF_8)));
        return before;
    }

    /** The list of labels of a folder whose images all lie in the folder itself; null for another folder. */
    private static String labels(Path folder) throws IOException {
        List<ImageFiles.Found> files = ImageFiles.below(folder).files();
        if (files.isEmpty() || files.stream().anyMatch(file -> file.name().indexOf('/') >= 0)) {
            return null;
        }
        if (!Files.isRegularFile(folder.resolve(LABELS))) {
            throw new IOException(folder + ": its " + files.size() + " images, such as "
                    + files.get(0).name() + ", are in no folder of a class. Move them into a folder for each class, or"
                    + " add a file " + LABELS + " with the name of an image and its class in each line, as a.jpg,cat."
                    + " whittle extract and predict take images without classes");
        }
        return LABELS;
    }
}
