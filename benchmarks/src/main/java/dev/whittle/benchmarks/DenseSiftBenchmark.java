package dev.whittle.benchmarks;

import dev.whittle.feature.Run;
import dev.whittle.feature.local.DenseSift;
import dev.whittle.feature.local.LocalDescriptors;
import java.util.List;
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
 * Dense SIFT of gray images of 320×240 pixels, not smoothed, with a flat window, bins of 6 pixels and a step of 4, on
 * one thread: microseconds per image. An image has 4,256 descriptors. {@code peers.py} times VLFeat on the same images.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(DenseSiftBenchmark.IMAGES)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class DenseSiftBenchmark {
    static final int IMAGES = 27;
    static final DenseSift SIFT =
            new DenseSift(List.of(6), 4, 0, DenseSift.Window.FLAT, false, 0, DenseSift.Bands.LUMA);

    @Param({"VECTOR", "SCALAR"})
    By by;

    Pictures pictures;
    private Run run;
    private LocalDescriptors descriptors;
    private dev.whittle.feature.local.Descriptors out;

    @Setup
    public void setUp() {
        pictures = Pictures.of(IMAGES, 320, 240, 1);
        run = by.run(1);
        descriptors = SIFT.fit(null, run);
        out = new dev.whittle.feature.local.Descriptors();
    }

    /** All images, one after the other; the values of the last. */
    @Benchmark
    public float[] describe() {
        for (int i = 0; i < pictures.size(); i++) {
            descriptors.describe(pictures.image(i), out, run);
        }
        return out.values();
    }
}
