package dev.whittle.feature.image.corrupt;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import java.util.List;

/**
 * A data set whose images are corrupted when they are read. Image i is the same every time, in whatever order images
 * are read.
 */
public final class CorruptedImages implements Dataset {
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
    public int size() {
        return images.size();
    }

    @Override
    public Planar<GrayU8> image(int i) {
        return corruption.apply(images.image(i), severity, i, run);
    }

    @Override
    public int label(int i) {
        return images.label(i);
    }

    @Override
    public String name(int i) {
        return images.name(i);
    }

    @Override
    public List<String> classes() {
        return images.classes();
    }
}
