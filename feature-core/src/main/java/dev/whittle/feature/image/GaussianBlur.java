package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.kernel.Kernels;

/**
 * Every band smoothed by a Gaussian, along the rows and then down the columns. The weights exp(-d²/(2σ²)) reach to the
 * distance ⌊4σ + 0.5⌋ and are divided by their sum. Outside the image the border pixel is repeated. Sums are in float,
 * and the result is rounded to the nearest of 0 to 255, halves to even. Up to rounding, this is SciPy's {@code
 * gaussian_filter} with {@code mode="nearest"}, and scikit-image's {@code gaussian} with its defaults.
 *
 * @param sigma the standard deviation σ in pixels, above 0 and at most {@value #LARGEST}
 */
public record GaussianBlur(double sigma) implements NeedsNoData<Dataset, ImageStep> {
    private static final int LARGEST = 100;
    /** In standard deviations, as SciPy's {@code truncate}. */
    private static final int REACH = 4;

    private static final Scratch<Planes> PLANES = new Scratch<>(Planes::new);

    public GaussianBlur {
        if (!(sigma > 0 && sigma <= LARGEST)) {
            throw new IllegalArgumentException("Blur: sigma must be above 0 and at most " + LARGEST + ", got " + sigma);
        }
    }

    /** A standard deviation of one pixel, scikit-image's default. */
    public static GaussianBlur defaults() {
        return new GaussianBlur(1);
    }

    @Override
    public ImageStep fitted() {
        return new Fitted(GaussianSmoothing.weights(sigma * sigma, (int) (REACH * sigma + 0.5)));
    }

    /** The working memory of a call. */
    private static final class Planes {
        final GaussianSmoothing smoothing = new GaussianSmoothing();
        final FloatPlane in = new FloatPlane();
        final FloatPlane out = new FloatPlane();
    }

    private static final class Fitted implements ImageStep {
        private final float[] weights;

        Fitted(float[] weights) {
            this.weights = weights;
        }

        @Override
        public Planar<GrayU8> apply(Planar<GrayU8> image, Run run) {
            int bands = Gray.bands(image);
            Planar<GrayU8> out = new Planar<>(GrayU8.class, image.width, image.height, bands);
            Planes planes = run.take(PLANES);
            for (int b = 0; b < bands; b++) {
                band(image.getBand(b), out.getBand(b), planes, run.kernels());
            }
            run.giveBack(PLANES, planes);
            return out;
        }

        private void band(GrayU8 from, GrayU8 to, Planes planes, Kernels kernels) {
            planes.in.setTo(from);
            planes.smoothing.apply(planes.in, weights, planes.out, kernels.sift());
            float[] values = planes.out.values();
            for (int i = 0; i < to.width * to.height; i++) {
                to.data[i] = (byte) Math.min(255, (int) Math.rint(values[i]));
            }
        }
    }
}
