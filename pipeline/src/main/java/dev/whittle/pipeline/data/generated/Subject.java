package dev.whittle.pipeline.data.generated;

import java.util.Arrays;
import java.util.List;

/**
 * The ten classes: what the object of a picture is. Two that follow each other are a pair, which differs in one thing
 * only.
 */
enum Subject {
    RED_BALL("red ball", 7.5f, new Part(Outline.DISC, Hue.RED)),
    BLUE_BALL("blue ball", 7.5f, new Part(Outline.DISC, Hue.BLUE)),

    TRIANGLE("triangle", 7f, new Part(Outline.TRIANGLE, Hue.ANY)),
    SQUARE("square", 7f, new Part(Outline.SQUARE, Hue.ANY)),

    STRIPES("stripes", 8.25f, new Part(Outline.DISC, Hue.ANY, Texture.STRIPES)),
    CHECKS("checks", 8.25f, new Part(Outline.DISC, Hue.ANY, Texture.CHECKS)),

    BALL_OVER_BOX("ball over box", 3.75f, new Part(Outline.DISC, Hue.ANY), new Part(Outline.SQUARE, Hue.ANY)),
    BOX_OVER_BALL("box over ball", 3.75f, new Part(Outline.SQUARE, Hue.ANY), new Part(Outline.DISC, Hue.ANY)),

    RED_OVER_BLUE("red over blue", 3.75f, new Part(Outline.DISC, Hue.RED), new Part(Outline.DISC, Hue.BLUE)),
    BLUE_OVER_RED("blue over red", 3.75f, new Part(Outline.DISC, Hue.BLUE), new Part(Outline.DISC, Hue.RED));

    /** What decides the hue of a part: a random draw, the same for all parts of a picture, or the class. */
    enum Hue {
        ANY,
        RED,
        BLUE
    }

    record Part(Outline shape, Hue hue, Texture texture) {
        Part(Outline shape, Hue hue) {
            this(shape, hue, Texture.PLAIN);
        }
    }

    final String title;
    /** The radius of the disc with the area of a part, in 32nds of the picture's side, at scale 1. */
    final float radius;
    /** One part, or two from top to bottom. */
    final List<Part> parts;

    Subject(String title, float radius, Part... parts) {
        this.title = title;
        this.radius = radius;
        this.parts = List.of(parts);
    }

    static List<String> titles() {
        return Arrays.stream(values()).map(s -> s.title).toList();
    }
}
