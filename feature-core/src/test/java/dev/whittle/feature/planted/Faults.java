package dev.whittle.feature.planted;

import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.pixel.PixelKernels;
import dev.whittle.feature.planted.kernel.LooksUp;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Each class breaks one rule of the architecture test; nothing runs them. */
public final class Faults {
    /** One half of a cycle between packages. */
    public LooksUp kernel = new LooksUp();

    public static final class Vectors {
        public FloatVector lanes;
    }

    public static final class Multiplies {
        public LinearKernels linear;
    }

    public static final class CountsPixels {
        public PixelKernels pixels;
    }

    public static final class Exponential {
        public double of(double x) {
            return Math.exp(x);
        }
    }

    public static final class Reference {
        public DoubleUnaryOperator function = Math::log;
    }

    public static final class VectorExponential {
        public FloatVector of(FloatVector x) {
            return x.lanewise(VectorOperators.EXP);
        }
    }

    public static final class Exact {
        public double of(double x) {
            return Math.fma(Math.sqrt(x), StrictMath.exp(x), Math.rint(x) * Math.PI);
        }
    }

    public static final class Randomness {
        public Random generator = new Random(1);
    }

    public static final class ThreadRandomness {
        public int draw() {
            return ThreadLocalRandom.current().nextInt();
        }
    }

    public static final class MathRandomness {
        public double draw() {
            return Math.random();
        }
    }

    public static final class Clock {
        public long time() {
            return System.currentTimeMillis();
        }
    }

    public static final class Now {
        public Instant time() {
            return Instant.now();
        }
    }

    public static final class OwnException extends RuntimeException {}
}
