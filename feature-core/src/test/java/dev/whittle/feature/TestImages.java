package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.List;
import java.util.function.IntFunction;

/** Images that are made when they are read, of the classes in turns. Image i is called "image i". */
public record TestImages(int size, List<String> classes, IntFunction<Planar<GrayU8>> images) implements Dataset {
    @Override
    public Planar<GrayU8> image(int i) {
        return images.apply(i);
    }

    @Override
    public int label(int i) {
        return i % classes.size();
    }

    @Override
    public String name(int i) {
        return "image " + i;
    }
}
