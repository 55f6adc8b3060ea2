package dev.whittle.feature.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.List;
import java.util.stream.IntStream;

/** Images of one pixel whose value is their index, with given labels. */
public final class TinyDataset extends PixelHash.HashedDataset {
    private final int[] labels;
    private final int classes;

    public TinyDataset(int classes, int... labels) {
        this.labels = labels;
        this.classes = classes;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Planar<GrayU8> image(int i) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 1, 1, 1);
        image.getBand(0).data[0] = (byte) i;
        return image;
    }

    @Override
    public int label(int i) {
        return labels[i];
    }

    @Override
    public String name(int i) {
        return "tiny#" + i;
    }

    @Override
    public List<String> classes() {
        return IntStream.range(0, classes).mapToObj(c -> "class" + c).toList();
    }
}
