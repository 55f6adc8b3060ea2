package dev.whittle.classify.onnx;

import static dev.whittle.classify.onnx.OnnxGraph.BATCH;

import dev.whittle.feature.Concat;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ExtractorContract;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.TestData;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.image.Size;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On one machine, all that a feature must do; the bits of another machine may be others. */
class OnnxFeatureContractTest extends ExtractorContract {
    private static final Run RUN = Run.defaults().withThreads(2);

    @TempDir
    static Path folder;

    private static Path network(String name, long batch, int bands, boolean nhwc) {
        try {
            return SmallNetworks.write(SmallNetworks.filters(batch, bands, 5, nhwc), folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Stream<Spec<Dataset, FeatureExtractor>> specs() {
        throw new UnsupportedOperationException("A network takes images of a certain number of bands");
    }

    @Override
    protected Stream<Case> cases() {
        Path gray = network("gray.onnx", BATCH, 1, false);
        OnnxFeature means = OnnxFeature.of(network("rgb.onnx", BATCH, 3, false));
        OnnxFeature conv =
                new OnnxFeature(gray.toString(), "conv", null, List.of(120.0), List.of(60.0), Layout.NCHW, 1);
        OnnxFeature batches = new OnnxFeature(means.model(), null, null, null, null, null, 7);
        OnnxFeature scaled = new OnnxFeature(
                network("last.onnx", BATCH, 3, true).toString(),
                "relu",
                new Size(12, 12),
                List.of(123.675, 116.28, 103.53),
                List.of(58.395, 57.12, 57.375),
                Layout.NHWC,
                8);
        OnnxFeature fixed = OnnxFeature.of(network("fixed.onnx", 4, 3, false));
        Concat both = new Concat(List.of(means, new RawPixels(true)));
        return Stream.of(
                new Case(conv, 1),
                new Case(means, 3),
                new Case(batches, 3),
                new Case(scaled, 3),
                new Case(fixed, 3),
                new Case(both, 3));
    }

    @Override
    protected String pin() {
        throw new UnsupportedOperationException("Bits are not promised");
    }

    /** In place of pinned bits: two files with the same network give the same. */
    @Test
    @Override
    protected void bitsArePinned() {
        Dataset images = TestData.data(List.of(TestData.random(37, 26, 3, 1)));
        Matrix one = OnnxFeature.of(network("one.onnx", BATCH, 3, false))
                .fit(images, RUN)
                .extractAll(images, RUN);
        Matrix fixed = OnnxFeature.of(network("four.onnx", 4, 3, false))
                .fit(images, RUN)
                .extractAll(images, RUN);
        OnnxRuns.assertClose(one, fixed);
    }
}
