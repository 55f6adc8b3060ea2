package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.Perceptron;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.Pipeline;
import dev.whittle.classify.onnx.OnnxExport;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.pipeline.data.generated.Generated;
import dev.whittle.pipeline.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network in an ONNX file in a comparison: marked, with its hash in the result. */
class OnnxExperimentTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    @TempDir
    private Path temp;

    private Path network;

    /** A classifier of pixels, trained with other images. */
    private void write(Spec<Samples, ? extends Classifier> head) throws IOException {
        Dataset images = Generated.defaults().images("train", 60);
        network = temp.resolve("network.onnx");
        OnnxExport.write(Pipeline.of(RawPixels.defaults(), head).fit(images, RUN), network);
    }

    private Experiment experiment() throws IOException {
        return Experiment.read(Files.writeString(temp.resolve("onnx.yaml"), """
                name: a network
                data: {set: generated, train: 40, test: 20}
                features:
                  - {name: network, type: onnx, model: '%s', layer: scores}
                  - {name: pixels, type: raw-pixels, gray: true}
                heads: [{name: perceptron, type: perceptron}]
                """.formatted(network)));
    }

    private ComparisonResult run(String folder) throws IOException {
        return Tiny.run(experiment(), RUN).withFolder(temp.resolve(folder)).run();
    }

    @Test
    void theCellIsMarkedAndTheHashOfTheFileIsInTheResult() throws IOException {
        write(Softmax.defaults());
        ComparisonResult comparison = run("first");
        Result result = comparison.result();
        Report.write(comparison, temp.resolve("page"), RUN);
        assertTrue(Files.readString(temp.resolve("page").resolve(Report.HTML)).contains(Hashes.of(network)));
        assertFalse(result.cells().get(0).bitsPromised());
        assertTrue(result.cells().get(1).bitsPromised());
        assertEquals(10, result.cells().get(0).length());
        assertEquals(Map.of(network.toString(), Hashes.of(network)), result.files());
        Path first = temp.resolve("first").resolve(ResultFile.NAME);
        assertEquals(result.files(), ResultFile.read(first).files());
        run("again");
        assertEquals(
                Optional.empty(),
                ResultDifference.first(first, temp.resolve("again").resolve(ResultFile.NAME)));
        assertEquals(
                result.experiment(),
                StoredComparison.experiment(ResultFile.read(first), first).encode());

        write(Perceptron.defaults());
        assertNotEquals(result.files(), run("other").result().files());
        String told = ResultDifference.first(first, temp.resolve("other").resolve(ResultFile.NAME))
                .orElseThrow()
                .text();
        assertTrue(told.contains("/files/") && told.contains("network.onnx"), told);
    }

    /** Before images are opened, and no image is named. */
    @Test
    void whatCannotBeOpenedIsSaidByFeature() throws IOException {
        network = temp.resolve("absent.onnx");
        Experiment experiment = experiment();
        String told = Messages.says(
                IOException.class, () -> Tiny.run(experiment, RUN), "feature 'network'", "absent.onnx", "not exist");
        assertFalse(told.contains("image"), told);
    }

    /** Also where stored descriptors, which are opened for images only, are missing. All faults are in one message. */
    @Test
    void allFilesThatCannotBeOpenedAreSaidByFeature() throws IOException {
        Experiment experiment = Experiment.read(Files.writeString(temp.resolve("absent.yaml"), """
                name: absent files
                data: {set: generated, train: 40, test: 20}
                features:
                  - name: words
                    type: encoding
                    samples: 50
                    descriptors: {type: stored-descriptors, file: '%1$s/sift.npy'}
                    encoder: {type: vlad, kMeans: {k: 2}}
                  - {name: network, type: onnx, model: '%1$s/absent.onnx'}
                heads: [{name: perceptron, type: perceptron}]
                """.formatted(temp)));
        String told = Messages.says(
                IOException.class,
                () -> Tiny.run(experiment, RUN),
                "feature 'words': Stored descriptors",
                "sift.npy",
                "feature 'network'",
                "absent.onnx");
        assertFalse(told.contains("image"), told);
    }

    /** Images of other sizes than those that a network takes are an error before anything is trained, unless scaled. */
    @Test
    void aNetworkOfOneSizeTakesScaledImages() throws IOException {
        write(Softmax.defaults());
        experiment();
        String larger =
                Files.readString(temp.resolve("onnx.yaml")).replace("set: generated", "set: generated, size: 48");
        Experiment other = Experiment.read(Files.writeString(temp.resolve("larger.yaml"), larger));
        Messages.says(() -> Tiny.run(other, RUN).run(), "feature 'network'", "32x32", "48x48", "size");
        Experiment scaled = Experiment.read(Files.writeString(
                temp.resolve("scaled.yaml"), larger.replace("layer: scores", "layer: scores, size: 32")));
        assertEquals(10, Tiny.run(scaled, RUN).run().result().cells().get(0).length());
    }

    @Test
    void aChangedFileIsComputedAgain() throws IOException {
        write(Softmax.defaults());
        List<CellResult> before = run("out").result().cells();
        write(Perceptron.defaults());
        List<CellResult> after = run("out").result().cells();
        assertNotEquals(before.get(0), after.get(0));
        assertEquals(before.get(1), after.get(1));
    }
}
