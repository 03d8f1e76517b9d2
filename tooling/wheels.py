def install_wheel(name):
    raise NotImplementedError
