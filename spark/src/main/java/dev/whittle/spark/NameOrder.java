package dev.whittle.spark;

import dev.whittle.feature.data.ImageFiles;
import java.io.Serializable;
import java.util.Comparator;

/** The order of names in every folder of images, {@link ImageFiles#ORDER}, as Spark sends it to executors. */
enum NameOrder implements Comparator<String>, Serializable {
    BY_COMPONENTS;

    @Override
    public int compare(String a, String b) {
        return ImageFiles.ORDER.compare(a, b);
    }
}
