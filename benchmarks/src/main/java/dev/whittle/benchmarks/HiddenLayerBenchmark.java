package dev.whittle.benchmarks;

import dev.whittle.classify.learned.HiddenLayer;
import dev.whittle.feature.Concat;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The hidden layer of a network, alone and joined with gray pixels: milliseconds for 2,000 RGB images of 32×32 pixels
 * on one thread. Joined, the layer still makes one matrix product of a batch of images, so joining should take nearly
 * the time of the layer and that of the pixels together.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class HiddenLayerBenchmark {
    @Param({"2000"})
    int images;

    @Param({"SCALAR", "VECTOR"})
    KernelChoice kernels;

    Pictures pictures;
    private FeatureExtractor alone;
    private FeatureExtractor pixels;
    private FeatureExtractor joined;
    private Run run;

    /** Its weights stay as they were drawn: training would change nothing about the time. */
    HiddenLayer layer() {
        return new HiddenLayer(HiddenLayer.defaults().mlp(), false);
    }

    RawPixels grayPixels() {
        return new RawPixels(true);
    }

    Concat layerAndPixels() {
        return new Concat(List.of(layer(), grayPixels()));
    }

    @Setup
    public void setUp() {
        pictures = Pictures.of(images, 32, 32, 3);
        run = Run.defaults().withThreads(1).withKernels(kernels.kernels());
        alone = layer().fit(pictures, run);
        pixels = grayPixels().fit(pictures, run);
        joined = layerAndPixels().fit(pictures, run);
    }

    @Benchmark
    public Matrix alone() {
        return alone.extractAll(pictures, run);
    }

    @Benchmark
    public Matrix pixels() {
        return pixels.extractAll(pictures, run);
    }

    @Benchmark
    public Matrix joined() {
        return joined.extractAll(pictures, run);
    }
}
