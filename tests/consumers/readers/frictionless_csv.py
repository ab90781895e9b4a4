from frictionless import Package, Resource, system

from common import SOURCE, SETTING, files, write_objects


def resources():
    if SETTING:
        return Package(str(SOURCE / "datapackage.json")).resources
    return [Resource(path=str(file)) for file in files()]


with system.use_context(trusted=True):
    for resource in resources():
        write_objects(resource.name, resource.read_rows())
