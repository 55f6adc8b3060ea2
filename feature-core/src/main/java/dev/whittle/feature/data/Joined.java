package dev.whittle.feature.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import java.util.List;
import java.util.Objects;

/** The images of two data sets with the same classes, one set after the other. */
public final class Joined extends PixelHash.HashedDataset implements CachedImages {
    private final Dataset first;
    private final Dataset second;

    /** @throws IllegalArgumentException if their classes differ */
    public Joined(Dataset first, Dataset second) {
        if (!first.classes().equals(second.classes())) {
            throw new IllegalArgumentException("Data sets that are joined have the same classes, got " + first.classes()
                    + " and " + second.classes());
        }
        this.first = first;
        this.second = second;
    }

    @Override
    public int size() {
        return Math.addExact(first.size(), second.size());
    }

    @Override
    public Planar<GrayU8> image(int i) {
        return of(i).image(at(i));
    }

    @Override
    public int label(int i) {
        return of(i).label(at(i));
    }

    @Override
    public String name(int i) {
        return of(i).name(at(i));
    }

    @Override
    public List<String> classes() {
        return first.classes();
    }

    @Override
    public ImageCache cache() {
        return first instanceof CachedImages cached ? cached.cache() : null;
    }

    @Override
    public String contentKey(int i) {
        return of(i) instanceof CachedImages cached ? cached.contentKey(at(i)) : null;
    }

    private Dataset of(int i) {
        return Objects.checkIndex(i, size()) < first.size() ? first : second;
    }

    private int at(int i) {
        return i < first.size() ? i : i - first.size();
    }
}
