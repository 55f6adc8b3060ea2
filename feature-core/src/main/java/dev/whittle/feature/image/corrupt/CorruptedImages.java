package dev.whittle.feature.image.corrupt;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.ChangedImages;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;

/**
 * A data set whose images are corrupted when they are read. Image i is the same every time, in whatever order images
 * are read.
 */
public final class CorruptedImages implements ChangedImages {
    private final Dataset images;
    private final Corruption corruption;
    private final int severity;
    private final Run run;

    /**
     * @param severity 1 to 5
     * @param run gives the seed
     */
    public CorruptedImages(Dataset images, Corruption corruption, int severity, Run run) {
        if (severity < 1 || severity > Corruption.SEVERITIES) {
            throw new IllegalArgumentException("Severity is 1 to " + Corruption.SEVERITIES + ", got " + severity);
        }
        this.images = images;
        this.corruption = corruption;
        this.severity = severity;
        this.run = run;
    }

    @Override
    public Dataset images() {
        return images;
    }

    /** @throws IllegalArgumentException if the corruption is not defined for the image, with its name */
    @Override
    public Planar<GrayU8> image(int i) {
        Planar<GrayU8> image = images.image(i);
        try {
            return corruption.apply(image, severity, i, run);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Image " + images.name(i) + ": " + e.getMessage(), e);
        }
    }
}
