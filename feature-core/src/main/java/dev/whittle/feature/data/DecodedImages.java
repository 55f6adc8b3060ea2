package dev.whittle.feature.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import java.util.List;

/**
 * A batch of decoded images without labels, which nothing else refers to; they are not copied.
 *
 * @param names of the images, for messages
 */
public record DecodedImages(List<Planar<GrayU8>> images, List<String> names) implements Dataset {
    @Override
    public int size() {
        return images.size();
    }

    @Override
    public Planar<GrayU8> image(int i) {
        return images.get(i);
    }

    @Override
    public int label(int i) {
        throw new IllegalStateException(names.get(i) + " has no label");
    }

    @Override
    public String name(int i) {
        return names.get(i);
    }

    @Override
    public List<String> classes() {
        return List.of();
    }
}
