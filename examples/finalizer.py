# A finalizer runs at the very line that drops the last reference, and may save its object.
saved = []

class Phoenix:
    def __del__(self):
        print('finalizer')
        saved.append(self)

bird = Phoenix()
bird = None
print('saved', len(saved))
saved.clear()
print('gone')
