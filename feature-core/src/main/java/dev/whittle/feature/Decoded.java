package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.ArrayList;
import java.util.List;

/** Decoded images of a data set, for several features of the same images. The features must not change them. */
public final class Decoded implements Dataset {
    /** No images, for specs that need no data. */
    public static final Dataset NONE = new Decoded(null, 0, 0);

    private final List<Planar<GrayU8>> images;
    /** The data set of the images; null for a single image. */
    private final Dataset source;

    private final int first;

    /** The images {@code from} to {@code to - 1}. */
    Decoded(Dataset source, int from, int to) {
        images = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            images.add(source.image(i));
        }
        this.source = source;
        this.first = from;
    }

    Decoded(Planar<GrayU8> image) {
        images = List.of(image);
        source = null;
        first = 0;
    }

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
        return source == null ? 0 : source.label(first + i);
    }

    @Override
    public String name(int i) {
        return source == null ? "the image" : source.name(first + i);
    }

    @Override
    public List<String> classes() {
        return source == null ? List.of() : source.classes();
    }
}
