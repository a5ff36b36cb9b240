CREATE TRIGGER simulation_stays BEFORE DELETE ON meta WHEN OLD.key = 'simulation'
BEGIN SELECT RAISE(ABORT, 'a simulation is one for ever'); END;
CREATE TRIGGER simulation_stays_as_it_is BEFORE UPDATE ON meta
WHEN 'simulation' IN (OLD.key, NEW.key) AND (NEW.key IS NOT OLD.key OR NEW.value IS NOT OLD.value)
BEGIN SELECT RAISE(ABORT, 'a simulation is one for ever'); END;
CREATE TRIGGER simulation_is_not_replaced BEFORE INSERT ON meta
WHEN NEW.key = 'simulation' AND NEW.value <> '1'
BEGIN SELECT RAISE(ABORT, 'a simulation is one for ever'); END;
