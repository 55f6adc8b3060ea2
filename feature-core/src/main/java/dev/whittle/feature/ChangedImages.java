package dev.whittle.feature;

import java.util.List;

/** A data set whose images are those of another one, checked or changed when they are read. All else is the same. */
public interface ChangedImages extends Dataset {
    /** The images as they were. */
    Dataset images();

    @Override
    default int size() {
        return images().size();
    }

    @Override
    default int label(int i) {
        return images().label(i);
    }

    @Override
    default String name(int i) {
        return images().name(i);
    }

    @Override
    default List<String> classes() {
        return images().classes();
    }
}
