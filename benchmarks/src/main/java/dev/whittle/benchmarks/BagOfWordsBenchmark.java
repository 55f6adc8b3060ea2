package dev.whittle.benchmarks;

import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.encode.BagOfWords;
import dev.whittle.feature.encode.BagOfWordsExtractor;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.table.Matrix;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The histogram of visual words of a 32×32 RGB image, on one thread: microseconds per image.
 *
 * <p>An image has 27·27 = 729 patches of 6·6·3 = 108 values, each compared with 400 words of whitened patches:
 * 2·729·108·400 = 63·10⁶ floating-point operations. It reads 3 kB of pixels and 173 kB of words, and writes 6.4 kB: 4
 * quadrants of 400 floats. The words come from few samples and one iteration of k-means, which does not change the
 * work.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(BagOfWordsBenchmark.IMAGES)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class BagOfWordsBenchmark {
    static final int IMAGES = 16;

    static final BagOfWords WORDS =
            new BagOfWords(Patches.defaults(), 2000, true, new KMeans(400, 1, KMeans.Start.RANDOM, 0), 2, true);

    @Param({"SCALAR", "VECTOR"})
    KernelChoice kernels;

    Pictures pictures;
    /** Its working memory is that of all calls. */
    private Run run;

    private BagOfWordsExtractor extractor;
    private Matrix features;

    @Setup
    public void setUp() {
        pictures = Pictures.of(IMAGES, 32, 32, 3);
        run = Run.defaults().withThreads(1).withKernels(kernels.kernels());
        extractor = WORDS.fit(pictures, run);
        features = new Matrix(IMAGES, extractor.length(pictures.image(0)));
    }

    /** A row of features per image. */
    @Benchmark
    public Matrix extract() {
        for (int i = 0; i < IMAGES; i++) {
            extractor.extract(pictures.image(i), features.data(), i * features.columns(), run);
        }
        return features;
    }
}
