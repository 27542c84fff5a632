package dev.zarrgo.converter.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What killed runs have left beside their targets: locks, records, replacements in the making.
///
/// Source: rule R82.
public final class Leftovers {

    private static final String STORE = ".zarr";

    /// The name of a target, and what is added to it.
    private static final Pattern NAME =
            Pattern.compile("(.+\\.zarr)(\\.lock|\\.run\\.json|\\.tmp-[^/]+|\\.perm_test_[^/]+)");

    private Leftovers() {}

    /// Finds leftovers of one target, or of all below a folder or prefix; does not look into stores.
    ///
    /// @return names of what was left, by target
    public static SortedMap<Location, SortedSet<String>> find(Location location, StoreSettings settings) {
        var found = new TreeMap<Location, SortedSet<String>>(
                (one, other) -> one.toString().compareTo(other.toString()));
        boolean one = location.name().endsWith(STORE);
        Location folder = one ? location.parent() : location;
        switch (location.scheme()) {
            case FILE -> findFiles(folder, one ? Optional.of(location.name()) : Optional.empty(), found);
            case S3 -> {
                try (var store = new S3Store(folder, settings)) {
                    if (one) {
                        findObjects(store, folder, location.name(), found);
                    } else {
                        findObjectsBelow(store, folder, "", found);
                    }
                }
            }
            case HTTP, HTTPS -> throw Stores.readOnly(location);
        }
        return found;
    }

    private static void findFiles(
            Location folder, Optional<String> only, SortedMap<Location, SortedSet<String>> found) {
        Path root = folder.path();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                    if (path.equals(root)) {
                        return FileVisitResult.CONTINUE;
                    }
                    add(Location.of(path), only, found);
                    boolean store = path.toString().contains(STORE);
                    return store || only.isPresent() ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                    add(Location.of(path), only, found);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw FileFailures.reading(root, failure);
        }
    }

    private static void findObjects(
            S3Store store, Location folder, String name, SortedMap<Location, SortedSet<String>> found) {
        for (String key : store.entriesThatBegin(name + ".").keySet()) {
            int slash = key.indexOf('/');
            add(folder.child(slash < 0 ? key : key.substring(0, slash)), Optional.of(name), found);
        }
    }

    private static void findObjectsBelow(
            S3Store store, Location root, String folder, SortedMap<Location, SortedSet<String>> found) {
        for (String name : store.list(folder).orElseThrow()) {
            String key = folder.isEmpty() ? name : folder + "/" + name;
            if (NAME.matcher(name).matches()) {
                add(root.child(key), Optional.empty(), found);
            } else if (!name.contains(STORE) && store.size(key).isEmpty()) {
                findObjectsBelow(store, root, key, found);
            }
        }
    }

    private static void add(Location leftover, Optional<String> only, SortedMap<Location, SortedSet<String>> found) {
        Matcher matcher = NAME.matcher(leftover.name());
        if (matcher.matches()
                && only.filter(name -> !name.equals(matcher.group(1))).isEmpty()) {
            found.computeIfAbsent(leftover.sibling(matcher.group(1)), _ -> new TreeSet<>())
                    .add(leftover.name());
        }
    }

    /// Removes the leftovers of a target; a replacement that was complete takes its place instead.
    ///
    /// @param marker key of the object that is written last
    public static void remove(Location target, String marker, StoreSettings settings, LockHolder holder) {
        try (Target locked = Stores.lock(target, marker, settings, holder)) {
            locked.discard();
        }
    }
}
