package dev.whittle.feature;

/**
 * A named random generator. (seed, purpose, index) determines all its values, so neither the order of other calls nor
 * threads matter. The stream is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014); its start is the seed mixed with the FNV-1a hash of the purpose and with the index. It does not use the
 * JDK's generators, whose bounded draws have changed between releases.
 *
 * <p>Not thread-safe, and not for cryptography.
 */
public final class Rng {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    public Rng(long seed, String purpose, long index) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < purpose.length(); i++) {
            hash = (hash ^ purpose.charAt(i)) * 0x100000001B3L;
        }
        state = mix(mix(mix(seed + GOLDEN_GAMMA) ^ hash) + index * GOLDEN_GAMMA);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** 64 uniform bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in 0 … bound-1 without bias (Lemire 2019, "Fast random integer generation in an interval"). */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("A bound is at least 1, got " + bound);
        }
        long product = (nextLong() >>> 32) * bound;
        long low = product & 0xFFFFFFFFL;
        if (low < bound) {
            long threshold = (1L << 32) % bound;
            while (low < threshold) {
                product = (nextLong() >>> 32) * bound;
                low = product & 0xFFFFFFFFL;
            }
        }
        return (int) (product >>> 32);
    }

    /** Uniform in [0, 1), a multiple of 2<sup>-24</sup>. */
    public float nextFloat() {
        return (nextLong() >>> 40) * 0x1p-24f;
    }

    /** Uniform in [0, 1), a multiple of 2<sup>-53</sup>. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** Standard normal, by Marsaglia's polar method. */
    public double nextGaussian() {
        while (true) {
            double u = 2 * nextDouble() - 1;
            double v = 2 * nextDouble() - 1;
            double s = u * u + v * v;
            if (s < 1 && s > 0) {
                return u * Math.sqrt(-2 * StrictMath.log(s) / s);
            }
        }
    }

    /** 0 … n-1 in random order (Fisher and Yates). */
    public int[] permutation(int n) {
        int[] p = new int[n];
        for (int i = 0; i < n; i++) {
            int j = nextInt(i + 1);
            p[i] = p[j];
            p[j] = i;
        }
        return p;
    }
}
