package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;

/**
 * Another light for each image, to measure what it does to features: every value v of all bands becomes
 *
 * <pre>{@code
 * 255 · (start + range · (v / 255)^γ), rounded to nearest, halves to even
 * }</pre>
 *
 * with ln γ uniform in [-ln gamma, ln gamma], range uniform in [contrast, 1] and start uniform in [0, 1 - range]. The
 * order of values is kept and none is clipped, so what is lost is only what rounding loses.
 *
 * <p>The draws depend on the seed and on the pixels alone. So an image has the same light for every feature and every
 * seed of a run, in whatever order images come, and when a single image is given to a model. Equal images have equal
 * light.
 *
 * @param gamma the largest exponent, from 1 to 10
 * @param contrast the least part of the range of values that is left, above 0 and at most 1
 * @param seed of the draws
 */
public record RandomIllumination(double gamma, double contrast, long seed) implements NeedsNoData<Dataset, ImageStep> {
    public RandomIllumination {
        Checks checks = new Checks("Random illumination");
        checks.refuse(!(gamma >= 1 && gamma <= 10), "gamma must be from 1 to 10, got " + gamma);
        checks.refuse(!(contrast > 0 && contrast <= 1), "contrast must be above 0 and at most 1, got " + contrast);
        checks.report();
    }

    /** Exponents from ⅓ to 3, and at least three tenths of the range. */
    public static RandomIllumination defaults() {
        return new RandomIllumination(3, 0.3, 1);
    }

    @Override
    public ImageStep fitted() {
        return new Fitted(this);
    }

    private byte[] table(Planar<GrayU8> image) {
        Rng rng = new Rng(seed, "light", hash(image));
        double power = StrictMath.exp((2 * rng.nextDouble() - 1) * StrictMath.log(gamma));
        double range = contrast + (1 - contrast) * rng.nextDouble();
        double start = (1 - range) * rng.nextDouble();
        byte[] table = new byte[256];
        for (int v = 0; v < 256; v++) {
            table[v] = (byte) Math.rint(255 * (start + range * StrictMath.pow(v / 255.0, power)));
        }
        return table;
    }

    /** FNV-1a of the shape and the pixels, band by band and row by row. */
    private static long hash(Planar<GrayU8> image) {
        long hash = 0xCBF29CE484222325L;
        for (int size : new int[] {image.getNumBands(), image.width, image.height}) {
            hash = (hash ^ size) * 0x100000001B3L;
        }
        for (int b = 0; b < image.getNumBands(); b++) {
            GrayU8 band = image.getBand(b);
            for (int y = 0; y < image.height; y++) {
                int row = band.startIndex + y * band.stride;
                for (int x = 0; x < image.width; x++) {
                    hash = (hash ^ (band.data[row + x] & 0xFF)) * 0x100000001B3L;
                }
            }
        }
        return hash;
    }

    private record Fitted(RandomIllumination light) implements ImageStep {
        @Override
        public Planar<GrayU8> apply(Planar<GrayU8> image, Run run) {
            int bands = Gray.bands(image);
            byte[] table = light.table(image);
            Planar<GrayU8> out = new Planar<>(GrayU8.class, image.width, image.height, bands);
            for (int b = 0; b < bands; b++) {
                run.kernels().pixels().map(table, image.getBand(b), out.getBand(b));
            }
            return out;
        }
    }
}
