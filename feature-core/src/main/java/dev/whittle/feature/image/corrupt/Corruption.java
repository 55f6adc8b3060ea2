package dev.whittle.feature.image.corrupt;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.image.JpegRoundTrip;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Makes an image worse, to measure what a model that was trained on clean images makes of it. The first fifteen are
 * of the nineteen of CIFAR-10-C (Hendrycks and Dietterich, "Benchmarking neural network robustness to common
 * corruptions and perturbations", ICLR 2019), with the constants that the authors published for CIFAR; frost, snow,
 * glass blur and spatter are left out. The others ask what a feature is blind to.
 *
 * <p>Severity goes from 1 to 5. The draws of an image depend on the seed of the run, the corruption and the number of
 * the image, not on the severity: severities differ by strength alone. All arithmetic is in integers or in doubles in a
 * fixed order, so the result has the same bits everywhere.
 */
public enum Corruption {
    /** {@link Noise#gaussian}. */
    GAUSSIAN_NOISE(Noise::gaussian),
    /** {@link Noise#shot}. */
    SHOT_NOISE(Noise::shot),
    /** {@link Noise#impulse}. */
    IMPULSE_NOISE(Noise::impulse),
    /** {@link Noise#speckle}. */
    SPECKLE_NOISE(Noise::speckle),
    /** {@link Blur#gaussian}. */
    GAUSSIAN_BLUR(Blur::gaussian),
    /** {@link Blur#defocus}. */
    DEFOCUS_BLUR(Blur::defocus),
    /** {@link Blur#motion}. */
    MOTION_BLUR(Blur::motion),
    /** {@link Blur#zoom}. */
    ZOOM_BLUR(Blur::zoom),
    /** {@link Light#brightness}. */
    BRIGHTNESS(Light::brightness),
    /** {@link Light#contrast}. */
    CONTRAST(Light::contrast),
    /** {@link Light#saturate}. */
    SATURATE(Light::saturate),
    /** {@link Light#fog}. */
    FOG(Light::fog),
    /** {@link Pixelate}. */
    PIXELATE(Pixelate::pixelate),
    /** {@link JpegRoundTrip}, with the qualities 80, 65, 58, 50 and 40. */
    JPEG((image, severity) -> JpegRoundTrip.of(image, new int[] {80, 65, 58, 50, 40}[severity - 1])),
    /** {@link Geometry#elastic}. */
    ELASTIC(Geometry::elastic),
    /** {@link Geometry#rotation}. */
    ROTATION(Geometry::rotation),
    /** {@link Geometry#shift}. */
    SHIFT(Geometry::shift),
    /** {@link Geometry#scale}. */
    SCALE(Geometry::scale),
    /** {@link Geometry#flip}. It has one severity. */
    FLIP((image, severity) -> Geometry.flip(image)),
    /** {@link Light#hue}. */
    HUE(Light::hue),
    /** {@link Light#gray}. */
    GRAY(Light::gray),
    /** {@link Geometry#shuffledCells}. */
    SHUFFLED_CELLS(Geometry::shuffledCells),
    /** {@link Equalize} of the luma. It has one severity. */
    EQUALIZED((image, severity, random, run) -> Equalize.defaults().fitted().apply(image, run));

    /** The largest severity. */
    public static final int SEVERITIES = 5;

    /** A corruption that draws nothing. */
    private interface Fixed {
        Planar<GrayU8> apply(Planar<GrayU8> image, int severity);
    }

    private interface Drawn {
        Planar<GrayU8> apply(Planar<GrayU8> image, int severity, Rng random);
    }

    private interface Definition {
        Planar<GrayU8> apply(Planar<GrayU8> image, int severity, Rng random, Run run);
    }

    private final Definition definition;

    Corruption(Fixed definition) {
        this((image, severity, random, run) -> definition.apply(image, severity));
    }

    Corruption(Drawn definition) {
        this((image, severity, random, run) -> definition.apply(image, severity, random));
    }

    Corruption(Definition definition) {
        this.definition = definition;
    }

    /** The name in files, such as {@code gaussian-noise}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The corruption of this name.
     *
     * @throws IllegalArgumentException if there is none, with all names
     */
    public static Corruption of(String key) {
        for (Corruption corruption : values()) {
            if (corruption.key().equals(key)) {
                return corruption;
            }
        }
        throw new IllegalArgumentException("No corruption has the name '" + key + "', expected one of "
                + Arrays.stream(values()).map(Corruption::key).collect(Collectors.joining(", ")));
    }

    /** How many severities differ: 5, or 1 where there is nothing to be stronger. */
    public int severities() {
        return this == FLIP || this == EQUALIZED ? 1 : SEVERITIES;
    }

    /** Whether it changes colours only, and is refused for gray images. */
    public boolean needsColour() {
        return this == SATURATE || this == HUE || this == GRAY;
    }

    /** All that are defined for images of so many bands. */
    public static List<Corruption> all(int bands) {
        return Arrays.stream(values())
                .filter(corruption -> bands == 3 || !corruption.needsColour())
                .toList();
    }

    /**
     * The corrupted image, a new one of the same shape.
     *
     * @param image may be a sub-image; it is not changed
     * @param severity 1 to 5; those beyond {@link #severities} are the same as the last
     * @param index the number of the image in its data set, by which its draws differ from those of others
     * @param run gives the seed
     */
    public Planar<GrayU8> apply(Planar<GrayU8> image, int severity, long index, Run run) {
        ImageShape shape = ImageShape.of(image);
        if (severity < 1 || severity > SEVERITIES) {
            throw new IllegalArgumentException("Severity is 1 to " + SEVERITIES + ", got " + severity);
        }
        if (needsColour() && shape.bands() == 1) {
            throw new IllegalArgumentException(
                    "Corruption '" + key() + "' changes colours, but the image has " + shape + "; leave it out");
        }
        return definition.apply(image, severity, run.random("corruption " + key(), index), run);
    }
}
