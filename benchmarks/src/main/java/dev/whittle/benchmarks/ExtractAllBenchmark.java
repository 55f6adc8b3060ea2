package dev.whittle.benchmarks;

import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
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
 * Dalal–Triggs HoG of a whole data set, 50,000 RGB images of 32×32 pixels as CIFAR-10 has them, on one thread and on
 * two: milliseconds for all. Images of 154 MB are read and 65 MB of features written.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ExtractAllBenchmark {
    @Param({"50000"})
    int images;

    @Param({"1", "2"})
    int threads;

    @Param({"SCALAR", "VECTOR"})
    KernelChoice kernels;

    Pictures pictures;
    private FeatureExtractor extractor;
    private Run run;

    @Setup
    public void setUp() {
        pictures = Pictures.of(images, 32, 32, 3);
        run = Run.defaults().withThreads(threads).withKernels(kernels.kernels());
        extractor = Hog.defaults().fit(pictures, run);
    }

    @Benchmark
    public Matrix extractAll() {
        return extractor.extractAll(pictures, run);
    }
}
