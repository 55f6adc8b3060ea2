package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import dev.whittle.pipeline.data.DataPlaces;
import dev.whittle.pipeline.data.FolderSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The experiment of a folder of images for which there is no experiment file. Images are fitted into 128×128 pixels,
 * their proportions kept. A fifth of each class is for the test, unless the folder has {@code train} and {@code test}.
 * A fifth of the rest is held out for validation, which chooses the penalty of the SVM, if that is an image of each
 * class or more.
 *
 * @param text the experiment as a file, to be edited
 * @param plan the experiment on the images, without the files that cannot be used
 */
public record FolderExperiment(String text, Plan plan) {
    private static final String TEXT = """
            # Made by `whittle compare FOLDER`. Change it, and run it with `whittle compare experiment.yaml`.
            # Files that cannot be used are errors then, unless `--skip-bad` is given.
            name: %s
            data: {set: folder, path: %s, size: {width: 128, height: 128}, fit: pad, color: auto%s, validation: %d}
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

    /**
     * Opens a folder.
     *
     * @throws IOException if it does not have images of two classes, with the reason for every file that is left out
     */
    public static FolderExperiment open(Path folder, DataPlaces where, Run run) throws IOException {
        Path path = folder.toRealPath();
        DataPlaces lenient = where.withSkipBad(true);
        FolderSource source = new FolderSource(path.toString(), null, new FolderSource.Size(128, 128), null, null, null)
                .resolved(lenient);
        Splits data = source.open(lenient, run);
        int fifth = data.train().size() / 5;
        // Fewer would leave a class without one for training where classes are small.
        int validation = fifth < data.train().classes().size() ? 0 : fifth;
        String name = path.getFileName() == null ? "images" : path.getFileName().toString();
        String text = String.format(
                Locale.ROOT,
                TEXT,
                TextNode.valueOf(name),
                TextNode.valueOf(path.toString()),
                source.split() == null ? "" : ", split: {testFraction: 0.2, seed: 1}",
                validation,
                data.train().image(0).getNumBands() == 3 ? COLOR : "",
                validation == 0 ? ", l2: 2" : ", candidates: [{l2: 20}, {l2: 2}, {l2: 0.2}]");
        Experiment experiment = Experiment.decode(YamlFile.parse(text, folder.toString()));
        return new FolderExperiment(text, Plan.of(experiment, data));
    }
}
